import { BsonType } from '../bson/bson-type.js'
import { eachElement, findElement, itemsOf, type RawValue } from '../bson/raw.js'

/** A dotted path, split once. `index` is the number that a part may mean inside an array. */
export interface Path {
  readonly text: string
  readonly parts: readonly { readonly name: Buffer; readonly index: number | undefined }[]
}

export function parsePath(text: string): Path {
  return {
    text,
    parts: text.split('.').map((part) => ({
      name: Buffer.from(part),
      index: /^(0|[1-9]\d*)$/.test(part) ? Number(part) : undefined,
    })),
  }
}

/** What a visitor sees: the value (undefined when missing) and, inside an array, the position of the outermost array's element. */
export type Visit = (value: RawValue | undefined, position: number | undefined, isItem: boolean) => boolean

/**
 * Visits the values that a path means, as MongoDB's matching does: arrays on the way stand for each of their documents, an array at the end
 * for each of its items and then for itself. Ends as soon as `visit` answers true, and answers whether it did.
 */
export function visitPath(root: RawValue, path: Path, visit: Visit, at = 0, position?: number): boolean {
  let value: RawValue | undefined = root
  for (let index = at; index < path.parts.length; index++) {
    if (value.type === BsonType.array) return visitItems(value, path, visit, index, position)
    if (value.type !== BsonType.document) return visit(undefined, position, false)
    value = findElement(value.bytes, value.start, path.parts[index]!.name)
    if (!value) return visit(undefined, position, false)
  }
  if (value.type !== BsonType.array) return visit(value, position, false)
  let item = 0
  let isDone = false
  eachElement(value.bytes, value.start, (_nameStart, _nameEnd, element) => {
    isDone = visit(element, position ?? item, true)
    item++
    return !isDone
  })
  return isDone || visit(value, position, false)
}

function visitItems(array: RawValue, path: Path, visit: Visit, at: number, position: number | undefined): boolean {
  const wanted = path.parts[at]!.index
  const items = itemsOf(array)
  for (let item = 0; item < items.length; item++) {
    const value = items[item]!
    if (value.type === BsonType.document && visitPath(value, path, visit, at, position ?? item)) return true
    if (wanted === item && visitPath(value, path, visit, at + 1, position ?? item)) return true
  }
  return false
}

/** Visits only what stands at the end of the path itself: whole arrays, never their items ($size, $elemMatch). */
export function visitWhole(root: RawValue, path: Path, visit: Visit, at = 0, position?: number): boolean {
  let value: RawValue | undefined = root
  for (let index = at; index < path.parts.length; index++) {
    if (value.type === BsonType.array) {
      const wanted = path.parts[index]!.index
      return itemsOf(value).some(
        (item, number) =>
          (item.type === BsonType.document && visitWhole(item, path, visit, index, position ?? number)) ||
          (wanted === number && visitWhole(item, path, visit, index + 1, position ?? number)),
      )
    }
    if (value.type !== BsonType.document) return visit(undefined, position, false)
    value = findElement(value.bytes, value.start, path.parts[index]!.name)
    if (!value) return visit(undefined, position, false)
  }
  return visit(value, position, false)
}
