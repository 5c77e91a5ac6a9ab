import { BsonType, TYPE_NAMES } from '../bson/bson-type.js'
import { closeDocument, closeNode, openDocumentNode, type DocumentNode, type Node } from '../bson/node.js'
import { elementsOf, findElement, slice, type RawValue } from '../bson/raw.js'
import { flagOf, textOf } from '../bson/value.js'
import { BsonWriter } from '../bson/writer.js'
import { compareValues, valueKey } from '../keys/value-key.js'
import { notSupported, StoreError } from '../store-error.js'
import { addToSetChange, popChange, pullAllChange, pullChange, pushChange } from './array-operators.js'
import { combineNumbers, dateValue, int64Value } from './arithmetic.js'
import { changeAt, readAt, type UpdateContext, type Walk } from './update-path.js'

/** A parsed update: makes the new bytes of a document. */
export interface Update {
  readonly isReplacement: boolean
  apply(document: Buffer, context: UpdateContext): Buffer
}

const ID = Buffer.from('_id')

type Step = { readonly path: string; run(root: DocumentNode, context: UpdateContext): void }

/**
 * Parses an update: operators, or a whole document that replaces all but `_id`.
 * @throws StoreError for unknown operators, conflicting paths, pipelines
 */
export function parseUpdate(update: RawValue): Update {
  if (update.type === BsonType.array) throw notSupported('an update given as a pipeline')
  const elements = elementsOf(update.bytes, update.start)
  if (!elements[0]?.[0].startsWith('$')) return replacement(slice(update), elements)
  const steps = elements.flatMap(([operator, fields]) => stepsOf(operator, fields))
  requireNoConflicts(steps)
  steps.sort((left, right) => comparePaths(left.path, right.path))
  return { isReplacement: false, apply: (document, context) => applySteps(document, steps, context) }
}

function replacement(bytes: Buffer, elements: [string, RawValue][]): Update {
  const operator = elements.find(([name]) => name.startsWith('$'))
  if (operator)
    throw new StoreError(
      52,
      `The dollar ($) prefixed field '${operator[0]}' is not allowed in the context of an update's replacement document.`,
    )
  const given = findElement(bytes, 0, ID)
  return {
    isReplacement: true,
    apply(document) {
      const id = findElement(document, 0, ID)
      if (given && id) requireSameId(id, given)
      const writer = new BsonWriter()
      if (given || id) writer.value('_id', id ?? given!)
      for (const [name, value] of elements) if (name !== '_id') writer.value(name, value)
      return writer.finish()
    },
  }
}

function requireSameId(before: RawValue, after: RawValue | undefined): void {
  if (!after || !valueKey(before).equals(valueKey(after)))
    throw new StoreError(66, "Performing an update on the path '_id' would modify the immutable field '_id'")
}

function applySteps(document: Buffer, steps: readonly Step[], context: UpdateContext): Buffer {
  const root = openDocumentNode(document)
  const id = findElement(document, 0, ID)
  for (const step of steps) step.run(root, context)
  const changed = closeDocument(root)
  if (id) requireSameId(id, findElement(changed, 0, ID))
  return changed
}

function stepsOf(operator: string, fields: RawValue): Step[] {
  if (fields.type !== BsonType.document)
    throw new StoreError(
      9,
      `Modifiers operate on fields but we found type ${TYPE_NAMES[fields.type]} instead. For example: {$mod: {<field>: ...}} not {${operator}: ...}`,
    )
  return elementsOf(fields.bytes, fields.start).flatMap(([path, operand]) => {
    requirePath(path)
    return operator === '$rename' ? renameSteps(path, operand) : [stepOf(operator, path, operand)]
  })
}

function requirePath(path: string): void {
  if (path === '') throw new StoreError(56, 'An empty update path is not valid.')
  const parts = path.split('.')
  if (parts.includes(''))
    throw new StoreError(56, `The update path '${path}' contains an empty field name, which is not allowed.`)
  if (parts[0]!.startsWith('$'))
    throw new StoreError(2, `The update path '${path}' begins with a '$' field, which is not allowed.`)
  const dollar = parts.find((part) => part.startsWith('$') && !/^\$(\[.*\])?$/.test(part))
  if (dollar)
    throw new StoreError(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${path}' is not allowed in the context of an update.`,
    )
}

function stepOf(operator: string, path: string, operand: RawValue): Step {
  const parts = path.split('.')
  const walking = (walk: Pick<Walk, 'creates' | 'change'>): Step => ({
    path,
    run: (root, context) => changeAt(root, { path, parts, ...walk }, context),
  })
  const set = (change: Walk['change']) => walking({ creates: true, change })
  const touch = (change: Walk['change']) => walking({ creates: false, change })
  switch (operator) {
    case '$set':
      return set(() => operand)
    case '$setOnInsert': {
      const assign = set(() => operand)
      return { path, run: (root, context) => context.isInsert && assign.run(root, context) }
    }
    case '$unset':
      return touch(() => undefined)
    case '$inc':
    case '$mul':
      return set((current) => combineNumbers(operator, path, current && closeNode(current), operand))
    case '$min':
      return set((current) => (current && compareValues(closeNode(current), operand) <= 0 ? current : operand))
    case '$max':
      return set((current) => (current && compareValues(closeNode(current), operand) >= 0 ? current : operand))
    case '$currentDate':
      return currentDateStep(path, operand)
    case '$push':
      return set(pushChange(path, operand))
    case '$addToSet':
      return set(addToSetChange(path, operand))
    case '$pull':
      return touch(pullChange(path, operand))
    case '$pullAll':
      return touch(pullAllChange(path, operand))
    case '$pop':
      return touch(popChange(path, operand))
    case '$bit':
      throw notSupported('the update operator $bit')
    default:
      throw new StoreError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
  }
}

function currentDateStep(path: string, operand: RawValue): Step {
  const wanted =
    operand.type === BsonType.document
      ? textOf(elementsOf(operand.bytes, operand.start)[0]?.[1])
      : flagOf(operand) && 'date'
  if (wanted !== 'date' && wanted !== 'timestamp')
    throw new StoreError(2, "The '$type' string field is required to be 'date' or 'timestamp'")
  const valueAt = (now: number): RawValue =>
    wanted === 'date'
      ? dateValue(now)
      : { ...int64Value((BigInt(Math.floor(now / 1000)) << 32n) | 1n), type: BsonType.timestamp }
  const parts = path.split('.')
  return {
    path,
    run: (root, context) => changeAt(root, { path, parts, creates: true, change: () => valueAt(context.now) }, context),
  }
}

function renameSteps(from: string, operand: RawValue): Step[] {
  const to = textOf(operand)
  if (to === undefined) throw new StoreError(2, `The 'to' field for $rename must be a string: ${from}`)
  requirePath(to)
  const [source, target] = [from.split('.'), to.split('.')]
  let moved: Node | undefined
  const take: Step = {
    path: from,
    run(root, context) {
      moved = readAt(root, source, '$rename')
      readAt(root, target.slice(0, -1), '$rename')
      if (moved) changeAt(root, { path: from, parts: source, creates: false, change: () => undefined }, context)
      if (moved) changeAt(root, { path: to, parts: target, creates: true, change: () => moved }, context)
    },
  }
  return [take, { path: to, run: () => {} }]
}

function comparePaths(left: string, right: string): number {
  const [first, second] = [left.split('.'), right.split('.')]
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const [one, two] = [first[at]!, second[at]!]
    if (one === two) continue
    if (/^\d+$/.test(one) && /^\d+$/.test(two)) return Number(one) - Number(two)
    return one < two ? -1 : 1
  }
  return first.length - second.length
}

function requireNoConflicts(steps: readonly Step[]): void {
  const paths = steps.map(({ path }) => path)
  for (const [at, path] of paths.entries()) {
    const other = paths.find((second, index) => index !== at && (second === path || second.startsWith(`${path}.`)))
    if (other !== undefined)
      throw new StoreError(40, `Updating the path '${other}' would create a conflict at '${path}'`)
  }
}
