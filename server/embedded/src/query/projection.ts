import { BsonType } from '../bson/bson-type.js'
import { elementsOf, itemsOf, type RawValue } from '../bson/raw.js'
import { flagOf, numberOf } from '../bson/value.js'
import { BsonWriter } from '../bson/writer.js'
import { notSupported, StoreError } from '../store-error.js'
import { parseConditions } from './filter.js'
import { itemTest } from './match.js'

/** Turns a stored document into what the client asked to see. */
export type Projection = (document: Buffer) => Buffer

interface Tree {
  readonly children: Map<string, Tree | ItemRule>
}

/** What a projection says about the items of one array. */
interface ItemRule {
  readonly pick: (array: RawValue) => RawValue[]
  readonly dropsEmpty: boolean
}

/** @throws StoreError for projections that mix inclusion and exclusion, 115 for computed fields */
export function parseProjection(projection: RawValue | undefined): Projection | undefined {
  if (!projection) return undefined
  const elements = elementsOf(projection.bytes, projection.start)
  if (elements.length === 0) return undefined
  const flags = elements.filter(([name, value]) => name !== '_id' && value.type !== BsonType.document)
  const isInclusion = flags.some(([, value]) => flagOf(value)) || hasOnly(elements, '$elemMatch') || isIdAlone(elements)
  if (flags.some(([, value]) => flagOf(value) !== isInclusion))
    throw new StoreError(31254, 'Cannot mix inclusion and exclusion in a projection')
  const tree: Tree = { children: new Map() }
  for (const [path, value] of elements)
    if (value.type === BsonType.document || flagOf(value) === isInclusion) plant(tree, path, value)
  const id = elements.find(([name]) => name === '_id')?.[1]
  const keepsId = id ? flagOf(id) : true
  const mode: Mode = isInclusion ? 'include' : 'exclude'
  return (document) => {
    const projector = new Projector(mode)
    for (const [name, value] of elementsOf(document)) {
      const isWholeId = name === '_id' && !hasInner(tree.children.get(name))
      if (!isWholeId) projector.project(name, value, tree.children.get(name))
      else if (keepsId) projector.keep(name, value)
    }
    return projector.finish()
  }
}

function hasInner(rule: Tree | ItemRule | undefined): boolean {
  return rule !== undefined && !isLeaf(rule)
}

function hasOnly(elements: [string, RawValue][], operator: string): boolean {
  const rules = elements.filter(([, value]) => value.type === BsonType.document)
  return rules.length > 0 && rules.some(([, value]) => elementsOf(value.bytes, value.start)[0]?.[0] === operator)
}

function isIdAlone(elements: [string, RawValue][]): boolean {
  return elements.length === 1 && elements[0]![0] === '_id' && flagOf(elements[0]![1])
}

function plant(tree: Tree, path: string, value: RawValue): void {
  if (value.type === BsonType.string || value.type === BsonType.array)
    throw notSupported('a computed field in a find projection')
  const parts = path.split('.')
  if (parts.includes('$')) throw notSupported('the positional projection operator')
  let node = tree
  for (const part of parts.slice(0, -1)) {
    const next = node.children.get(part) ?? { children: new Map() }
    if (!('children' in next) || (node.children.has(part) && next.children.size === 0))
      throw new StoreError(31249, `Path collision at ${path}`)
    node.children.set(part, next)
    node = next
  }
  const last = parts[parts.length - 1]!
  if (node.children.has(last)) throw new StoreError(31250, `Path collision at ${path}`)
  node.children.set(last, value.type === BsonType.document ? itemRule(value) : { children: new Map() })
}

function itemRule(value: RawValue): ItemRule {
  const [operator, operand] = elementsOf(value.bytes, value.start)[0] ?? ['', value]
  if (operator === '$slice') return { pick: sliceOf(operand), dropsEmpty: false }
  if (operator !== '$elemMatch') throw notSupported(`${operator || 'a document'} in a find projection`)
  const test = itemTest(parseConditions(value))
  return {
    pick: (array) =>
      itemsOf(array)
        .filter((item) => test(item))
        .slice(0, 1),
    dropsEmpty: true,
  }
}

function sliceOf(operand: RawValue): (array: RawValue) => RawValue[] {
  const [first, second] = operand.type === BsonType.array ? itemsOf(operand).map(numberOf) : [numberOf(operand)]
  return (array) => {
    const items = itemsOf(array)
    if (second !== undefined) {
      const from = first! < 0 ? Math.max(0, items.length + first!) : first!
      return items.slice(from, from + second)
    }
    return first! < 0 ? items.slice(first) : items.slice(0, first)
  }
}

type Mode = 'include' | 'exclude'

/** Writes the projected fields of one document. */
class Projector {
  private readonly writer = new BsonWriter()

  constructor(private readonly mode: Mode) {}

  finish(): Buffer {
    return this.writer.finish()
  }

  keep(name: string, value: RawValue): void {
    this.writer.value(name, value)
  }

  project(name: string, value: RawValue, rule: Tree | ItemRule | undefined): void {
    if (!rule || isLeaf(rule)) {
      if ((rule === undefined) === (this.mode === 'exclude')) this.keep(name, value)
      return
    }
    if (!('children' in rule)) return projectItems(this.writer, name, value, rule)
    if (value.type === BsonType.document) return this.projectDocument(name, value, rule)
    if (value.type === BsonType.array) return this.projectArray(name, value, rule)
    if (this.mode === 'exclude') this.keep(name, value)
  }

  private projectDocument(name: string, value: RawValue, rule: Tree): void {
    this.writer.nest(name, BsonType.document)
    for (const [inner, child] of elementsOf(value.bytes, value.start))
      this.project(inner, child, rule.children.get(inner))
    this.writer.close()
  }

  private projectArray(name: string, array: RawValue, rule: Tree): void {
    const isKept = ({ type }: RawValue) =>
      this.mode === 'exclude' || type === BsonType.document || type === BsonType.array
    this.writer.nest(name, BsonType.array)
    itemsOf(array)
      .filter(isKept)
      .forEach((item, index) => this.project(String(index), item, rule))
    this.writer.close()
  }
}

function isLeaf(rule: Tree | ItemRule): boolean {
  return 'children' in rule && rule.children.size === 0
}

function projectItems(writer: BsonWriter, name: string, value: RawValue, { pick, dropsEmpty }: ItemRule): void {
  if (value.type !== BsonType.array) {
    if (!dropsEmpty) writer.value(name, value)
    return
  }
  const items = pick(value)
  if (items.length === 0 && dropsEmpty) return
  writer.nest(name, BsonType.array)
  items.forEach((item, index) => writer.value(String(index), item))
  writer.close()
}
