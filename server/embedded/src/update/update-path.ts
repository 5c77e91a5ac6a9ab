import { BsonType, TYPE_NAMES } from '../bson/bson-type.js'
import { ArrayNode, DocumentNode, closeNode, openNode, type Node } from '../bson/node.js'
import type { RawValue } from '../bson/raw.js'
import { NULL_VALUE } from '../bson/value.js'
import { BsonWriter } from '../bson/writer.js'
import { matches } from '../query/match.js'
import type { Filter } from '../query/filter.js'
import { StoreError } from '../store-error.js'

/** What an update needs to know about the document at hand. */
export interface UpdateContext {
  /** The array item that the filter matched, for `$`. */
  readonly position: number | undefined
  readonly arrayFilters: ReadonlyMap<string, Filter>
  readonly isInsert: boolean
  readonly now: number
}

/** Changes one value: gets the present one (undefined: missing), answers the new one (undefined: none). */
export type Change = (current: Node | undefined) => Node | undefined

/** How a change treats a path that is not there. */
export interface Walk {
  readonly path: string
  readonly parts: readonly string[]
  readonly creates: boolean
  readonly change: Change
}

const MAX_ARRAY_INDEX = 1_500_000

/** Applies a change at the end of a path, making the documents on the way when the change creates. */
export function changeAt(root: DocumentNode, walk: Walk, context: UpdateContext): void {
  step(root, walk, 0, context)
}

function step(node: DocumentNode | ArrayNode, walk: Walk, at: number, context: UpdateContext): void {
  if (node instanceof DocumentNode) return stepIntoDocument(node, walk, at, context)
  for (const index of itemIndexes(node, walk, at, context)) stepIntoItem(node, index, walk, at, context)
}

function stepIntoDocument(node: DocumentNode, walk: Walk, at: number, context: UpdateContext): void {
  const name = walk.parts[at]!
  if (/^\$(\[.*\])?$/.test(name))
    throw new StoreError(2, `The path '${walk.path}' must exist in the document in order to apply array updates.`)
  const child = node.fields.get(name)
  if (at === walk.parts.length - 1) {
    const next = walk.change(child)
    if (next === undefined) node.fields.delete(name)
    else node.fields.set(name, next)
    return
  }
  const opened = openChild(child, walk, at, name)
  if (!opened) return
  if (child === undefined) {
    const made = new DocumentNode(new Map())
    step(made, walk, at + 1, context)
    node.fields.set(name, made)
    return
  }
  node.fields.set(name, opened)
  step(opened, walk, at + 1, context)
}

function openChild(
  child: Node | undefined,
  walk: Walk,
  at: number,
  name: string,
): DocumentNode | ArrayNode | undefined {
  if (child === undefined) return walk.creates ? new DocumentNode(new Map()) : undefined
  const opened = openNode(child)
  if (opened instanceof DocumentNode || opened instanceof ArrayNode) return opened
  if (!walk.creates) return undefined
  throw notViable(walk.parts[at + 1]!, name, opened)
}

function notViable(part: string, name: string, value: RawValue): StoreError {
  return new StoreError(28, `Cannot create field '${part}' in element {${name}: ${TYPE_NAMES[value.type]}}`)
}

function itemIndexes(array: ArrayNode, walk: Walk, at: number, context: UpdateContext): number[] {
  const part = walk.parts[at]!
  if (part === '$') {
    if (context.position === undefined)
      throw new StoreError(2, 'The positional operator did not find the match needed from the query.')
    return [context.position]
  }
  if (part === '$[]') return [...array.items.keys()]
  const named = /^\$\[(.+)\]$/.exec(part)?.[1]
  if (named !== undefined) return filteredIndexes(array, named, context)
  if (/^(0|[1-9]\d*)$/.test(part)) return [Number(part)]
  if (!walk.creates) return []
  throw new StoreError(28, `Cannot create field '${part}' in element {${walk.parts[at - 1]}: array}`)
}

function filteredIndexes(array: ArrayNode, identifier: string, context: UpdateContext): number[] {
  const filter = context.arrayFilters.get(identifier)
  if (!filter) throw new StoreError(2, `No array filter found for identifier '${identifier}'`)
  return [...array.items.keys()].filter((index) => {
    const wrapped = new BsonWriter().value(identifier, closeNode(array.items[index]!)).finish()
    return matches(filter, wrapped)
  })
}

function stepIntoItem(array: ArrayNode, index: number, walk: Walk, at: number, context: UpdateContext): void {
  const isLast = at === walk.parts.length - 1
  if (index >= array.items.length) {
    if (!walk.creates) return
    if (index > MAX_ARRAY_INDEX) throw new StoreError(2, `can't backfill more than ${MAX_ARRAY_INDEX} elements`)
  }
  const item = array.items[index]
  if (isLast) {
    const next = walk.change(item)
    if (next === undefined && item === undefined) return
    pad(array, index)
    array.items[index] = next ?? NULL_VALUE
    return
  }
  const opened = openChild(item, walk, at, walk.parts[at]!)
  if (!opened) return
  pad(array, index)
  array.items[index] = opened
  step(opened, walk, at + 1, context)
}

function pad(array: ArrayNode, index: number): void {
  while (array.items.length < index) array.items.push(NULL_VALUE)
}

/** The value at a plain path, or undefined. @throws StoreError 2 when an array lies on the way */
export function readAt(root: DocumentNode, parts: readonly string[], operator: string): Node | undefined {
  let node: Node | undefined = root
  for (const part of parts) {
    if (node instanceof ArrayNode || (node && 'type' in node && node.type === BsonType.array))
      throw new StoreError(2, `The field of ${operator} cannot be an array element: '${parts.join('.')}'`)
    const opened: Node = openNode(node)
    if (!(opened instanceof DocumentNode)) return undefined
    node = opened.fields.get(part)
    if (node === undefined) return undefined
  }
  return node
}
