import { BsonType } from '../bson/bson-type.js'
import { documentValue, elementsOf, type RawValue } from '../bson/raw.js'
import { NULL_VALUE, numberOf } from '../bson/value.js'
import { KeyWriter } from '../keys/key-writer.js'
import { Tag, writeValueKey } from '../keys/value-key.js'
import { notSupported, StoreError } from '../store-error.js'
import { parsePath, visitPath, type Path } from './path.js'

/** One field of a sort. */
export interface SortField {
  readonly path: Path
  readonly direction: 1 | -1
}

/** @throws StoreError for directions other than 1 and -1 */
export function parseSort(sort: RawValue | undefined): SortField[] {
  if (!sort) return []
  return elementsOf(sort.bytes, sort.start).map(([name, value]) => {
    if (value.type === BsonType.document) throw notSupported('sorting by $meta')
    const direction = numberOf(value)
    if (direction !== 1 && direction !== -1)
      throw new StoreError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    if (name === '$natural') throw notSupported('sorting by $natural')
    return { path: parsePath(name), direction }
  })
}

const writer = new KeyWriter()
const one = new KeyWriter()

/** The key by which a document sorts: of an array its smallest item when ascending, its largest when descending. */
export function sortKey(document: Buffer, fields: readonly SortField[]): Buffer {
  writer.length = 0
  for (const { path, direction } of fields) {
    const best = bestKey(documentValue(document), path, direction)
    const start = writer.length
    writer.copy(best, 0, best.length)
    if (direction < 0) writer.invert(start)
  }
  return writer.take()
}

function bestKey(root: RawValue, path: Path, direction: 1 | -1): Buffer {
  let best: Buffer | undefined
  visitPath(root, path, (value, _position, isItem) => {
    if (value?.type === BsonType.array && !isItem) {
      if (value.bytes[value.start + 4] === 0) best ??= Buffer.from([Tag.emptyArray])
      return false
    }
    one.length = 0
    writeValueKey(one, value ?? NULL_VALUE)
    const key = one.take()
    if (!best || Buffer.compare(key, best) * direction < 0) best = key
    return false
  })
  if (best) return best
  one.length = 0
  writeValueKey(one, NULL_VALUE)
  return one.take()
}
