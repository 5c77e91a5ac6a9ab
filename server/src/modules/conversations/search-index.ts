import { Init, Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'
import { concernsSearch, SearchRepository } from './search.repository.js'

/** The search follows the log by this much while the store keeps up. */
const FOLLOW_AFTER_MS = 300
const AGAIN_AFTER_MS = 2_000
const AT_ONCE = 500
/** Of what people write just now: each word is an entry of an index, and messages that are stored meanwhile go between. */
const HELD_AT_ONCE = 50
/** Beyond this, entries are not held but read from the log later. */
const HELD_MAX = 20_000
/** Clocks of nodes differ, and a write takes its time after its id was given. */
const MARGIN_MS = 10_000

/**
 * The search, written behind the log: nothing waits for it. What is held here and not written yet keeps the lease of this node
 * back (`heldSince`), so that after a crash whoever mends goes through the log from there.
 */
@Singleton()
export class SearchIndex {
  @Inject()
  private readonly repository!: SearchRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly bus!: FactBus

  @Logger()
  private readonly logger!: ILogger

  private held: LogEntry[] = []
  private oldest: Date | undefined
  private hasOverflown = false
  private timer: NodeJS.Timeout | undefined
  private writing: Promise<void> = Promise.resolve()
  private isStopped = false

  @Init()
  listen(): void {
    this.bus.on('conversations:entryStored', ({ entry }) => this.follow(entry))
  }

  /** What was written since this moment may not be found yet; undefined when everything is. */
  get heldSince(): Date | undefined {
    return this.oldest
  }

  /** Takes an entry in; one that is taken in already changes nothing. */
  follow(entry: LogEntry): void {
    if (!concernsSearch(entry)) return
    this.oldest ??= this.mongo.now()
    if (this.held.length >= HELD_MAX) {
      this.hasOverflown = true
      return
    }
    this.held.push(entry)
    this.schedule(FOLLOW_AFTER_MS)
  }

  /** Goes through the messages of before there was a search, beside everything else. */
  start(): void {
    void this.goThroughOlder().catch((error: Error) =>
      this.logger.warn('older messages could not be taken into the search: %s', error.message),
    )
  }

  /** Writes what is held; resolves when that was tried. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing = this.writing.then(() => this.writeHeld())
    await this.writing
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.flush()
    clearTimeout(this.timer)
  }

  private schedule(afterMs: number): void {
    this.timer ??= setTimeout(() => void this.flush(), afterMs)
  }

  private async writeHeld(): Promise<void> {
    const since = this.oldest
    const begunAt = this.mongo.now()
    try {
      // What comes meanwhile waits for the next turn: written one by one, it would cost the store several times as much.
      for (let left = this.held.length; left > 0; left -= HELD_AT_ONCE) {
        const batch = this.held.slice(0, Math.min(left, HELD_AT_ONCE))
        await this.repository.take(batch)
        this.held.splice(0, batch.length)
      }
      if (this.hasOverflown && since !== undefined) await this.goThroughSince(since)
      this.oldest = this.held.length === 0 ? undefined : begunAt
      if (this.held.length > 0 && !this.isStopped) this.schedule(FOLLOW_AFTER_MS)
    } catch (error) {
      this.logger.warn('the search could not follow and is tried again: %s', (error as Error).message)
      if (!this.isStopped) this.schedule(AGAIN_AFTER_MS)
    }
  }

  private async goThroughSince(since: Date): Promise<void> {
    this.hasOverflown = false
    try {
      await this.goThrough(new Date(since.getTime() - MARGIN_MS))
    } catch (error) {
      this.hasOverflown = true
      throw error
    }
  }

  private async goThroughOlder(): Promise<void> {
    const { until, isDone } = await this.repository.readProgress()
    if (isDone) return
    await this.goThrough(until, (reached) => this.repository.noteProgress({ until: reached, isDone: false }))
    if (!this.isStopped) await this.repository.noteProgress({ until: this.mongo.now(), isDone: true })
  }

  private async goThrough(
    since: Date,
    onReached: (moment: Date) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    let batch: LogEntry[] = []
    for await (const entry of this.entries.writtenSince(since)) {
      if (this.isStopped) return
      if (concernsSearch(entry)) batch.push(entry)
      if (batch.length < AT_ONCE) continue
      await this.repository.take(batch)
      await onReached(new Date(entry.createdAt.getTime() - MARGIN_MS))
      batch = []
    }
    await this.repository.take(batch)
  }
}
