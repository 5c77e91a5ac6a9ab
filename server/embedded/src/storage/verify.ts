import { findElement, validateDocument } from '../bson/raw.js'
import { afterPrefix } from '../keys/key-writer.js'
import { Catalog, type Collection, type Index } from './catalog.js'
import { documentKey, entryKey, keysIn } from './documents.js'
import type { Engine, Entry } from './engine.js'
import { namespaceText } from './namespace.js'
import { openDocument, openPointer } from './record.js'

/** What a check of a data file found. */
export interface VerifyReport {
  collections: number
  documents: number
  indexEntries: number
  /** One sentence each; empty when everything is right. */
  readonly problems: string[]
}

const ID = Buffer.from('_id')
const MAX_PROBLEMS = 100

/**
 * Reads every document and every index entry, checks their checksums, and compares the indexes with what the documents say they should hold.
 * Must run in a process of its own: a page that is missing ends it by SIGBUS.
 */
export function verify(engine: Engine): VerifyReport {
  const report: VerifyReport = { collections: 0, documents: 0, indexEntries: 0, problems: [] }
  const catalog = new Catalog(engine)
  attempt(report, 'the catalog', () => catalog.load())
  for (const collection of catalog.all()) {
    report.collections++
    verifyCollection(engine, collection, report)
  }
  return report
}

function attempt(report: VerifyReport, what: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    note(report, `${what}: ${(error as Error).message}`)
  }
}

function note(report: VerifyReport, problem: string): void {
  if (report.problems.length < MAX_PROBLEMS) report.problems.push(problem)
}

function rangeOf(id: number): { start: Buffer; end: Buffer } {
  const start = Buffer.alloc(4)
  start.writeUInt32BE(id)
  return { start, end: afterPrefix(start)! }
}

function verifyCollection(engine: Engine, collection: Collection, report: VerifyReport): void {
  const name = namespaceText(collection.namespace)
  const expected = new Map(collection.indexes.map((index) => [index, 0]))
  attempt(report, name, () => {
    for (const entry of engine.portions(rangeOf(collection.id))) {
      report.documents++
      attempt(report, `${name}, a document`, () => verifyDocument(engine, collection, entry, expected, report))
    }
  })
  for (const index of collection.indexes)
    attempt(report, `${name}, index ${index.name}`, () =>
      verifyEntries(engine, name, index, expected.get(index)!, report),
    )
}

function verifyDocument(
  engine: Engine,
  collection: Collection,
  { key, value }: Entry,
  expected: Map<Index, number>,
  report: VerifyReport,
): void {
  const document = openDocument(key, value)
  validateDocument(document, 0, document.length)
  const id = findElement(document, 0, ID)
  if (!id || !documentKey(collection.id, id).equals(key))
    throw new Error('a document lies under a key that is not its _id')
  for (const index of collection.indexes) {
    for (const entry of keysIn(index, document).keys) {
      expected.set(index, expected.get(index)! + 1)
      const at = entryKey(index, entry, key)
      const pointer = engine.get(at)
      if (!pointer || !openPointer(at, pointer).equals(key))
        note(report, `${namespaceText(collection.namespace)}, index ${index.name}: an entry of a document is missing`)
    }
  }
}

function verifyEntries(engine: Engine, name: string, index: Index, expected: number, report: VerifyReport): void {
  let count = 0
  for (const { key, value } of engine.portions(rangeOf(index.id))) {
    openPointer(key, value)
    count++
  }
  report.indexEntries += count
  if (count !== expected)
    note(report, `${name}, index ${index.name}: it has ${count} entries where the documents make ${expected}`)
}
