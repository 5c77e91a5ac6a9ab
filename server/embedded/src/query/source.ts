import type { Engine, Entry } from '../storage/engine.js'
import { openDocument, openPointer } from '../storage/record.js'
import type { KeyRange, Plan } from './plan.js'

/** A document met by a scan, under its key. */
export interface Candidate {
  readonly key: Buffer
  readonly document: Buffer
}

/**
 * Entries one after another. Between turns of the event loop a source is paused: it then holds no snapshot of the database, and goes on behind
 * the last key that it gave.
 */
interface EntrySource {
  next(): Entry | undefined
  pause(): void
}

class RangeSource implements EntrySource {
  private iterator: Iterator<Entry> | undefined
  private last: Buffer | undefined

  constructor(
    private readonly engine: Engine,
    private readonly range: KeyRange,
    private readonly isReverse: boolean,
  ) {}

  next(): Entry | undefined {
    this.iterator ??= this.open()
    const step = this.iterator.next()
    if (step.done) return undefined
    this.last = step.value.key
    return step.value
  }

  pause(): void {
    this.iterator?.return?.()
    this.iterator = undefined
  }

  private open(): Iterator<Entry> {
    const { start, end } = this.range
    const exclusiveStart = this.last !== undefined
    if (!this.isReverse) return this.engine.scan({ start: this.last ?? start, end, exclusiveStart })
    return this.engine.scan({
      start: this.last ?? end,
      end: start,
      reverse: true,
      exclusiveStart: true,
      inclusiveEnd: true,
    })
  }
}

/** Ranges one behind the other. */
class SequenceSource implements EntrySource {
  private at = 0

  constructor(private readonly sources: readonly EntrySource[]) {}

  next(): Entry | undefined {
    for (; this.at < this.sources.length; this.at++) {
      const entry = this.sources[this.at]!.next()
      if (entry) return entry
      this.sources[this.at]!.pause()
    }
    return undefined
  }

  pause(): void {
    this.sources[this.at]?.pause()
  }
}

/** Ranges merged by what their keys hold behind the ranges' own prefixes. */
class MergeSource implements EntrySource {
  private heads: (Entry | undefined)[] | undefined

  constructor(
    private readonly sources: readonly EntrySource[],
    private readonly ranges: readonly KeyRange[],
    private readonly isReverse: boolean,
  ) {}

  next(): Entry | undefined {
    this.heads ??= this.sources.map((source) => source.next())
    let best = -1
    for (let at = 0; at < this.heads.length; at++)
      if (this.heads[at] && (best < 0 || this.isBefore(at, best))) best = at
    if (best < 0) return undefined
    const entry = this.heads[best]
    this.heads[best] = this.sources[best]!.next()
    return entry
  }

  private isBefore(left: number, right: number): boolean {
    const order = Buffer.compare(this.suffix(left), this.suffix(right))
    return this.isReverse ? order > 0 : order < 0
  }

  private suffix(at: number): Buffer {
    return this.heads![at]!.key.subarray(this.ranges[at]!.prefixLength)
  }

  pause(): void {
    this.sources.forEach((source) => source.pause())
  }
}

/** The documents that a plan leads to, each once, not yet tested against the filter. */
export class CandidateSource {
  private readonly entries: EntrySource
  private readonly seen: Set<string> | undefined
  /** Index entries looked at. */
  keysExamined = 0

  constructor(
    private readonly engine: Engine,
    private readonly plan: Plan,
  ) {
    const ranges = plan.ranges.filter(({ start, end }) => Buffer.compare(start, end) < 0)
    const sources = ranges.map((range) => new RangeSource(engine, range, plan.isReverse))
    this.entries = plan.isMerge ? new MergeSource(sources, ranges, plan.isReverse) : new SequenceSource(sources)
    this.seen = plan.index.multikey.some(Boolean) ? new Set() : undefined
  }

  next(): Candidate | undefined {
    for (;;) {
      const entry = this.entries.next()
      if (!entry) return undefined
      this.keysExamined++
      const candidate = this.plan.isPrimary
        ? { key: entry.key, document: openDocument(entry.key, entry.value) }
        : this.follow(entry)
      if (candidate) return candidate
    }
  }

  private follow({ key, value }: Entry): Candidate | undefined {
    const documentKey = openPointer(key, value)
    if (this.seen) {
      const name = documentKey.toString('latin1')
      if (this.seen.has(name)) return undefined
      this.seen.add(name)
    }
    // Between two batches the document may have gone; its entry was read in an older snapshot then.
    const record = this.engine.get(documentKey)
    return record && { key: documentKey, document: openDocument(documentKey, record) }
  }

  pause(): void {
    this.entries.pause()
  }
}
