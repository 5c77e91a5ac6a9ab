import { isDeepStrictEqual } from 'node:util'
import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import { fitsAttribute } from '@parley/shared/contacts/attribute-values'
import type { AttributeValue } from '@parley/shared/contacts/attribute-values'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { ContactAttributes } from './contact.js'

/** What becomes of attributes, key by key; null takes one away. */
type AttributeChanges = Record<string, AttributeValue | null>

/** What a host says of attributes otherwise than it said before; null for what it says no longer. */
export function changedAttributes(before: ContactAttributes, now: ContactAttributes): AttributeChanges {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(now, key))
  const said = Object.entries(now).filter(
    ([key, value]) => !Object.hasOwn(before, key) || !isDeepStrictEqual(before[key], value),
  )
  return Object.fromEntries([...gone.map((key) => [key, null] as const), ...said])
}

/** Attributes after a change. */
export function withAttributes(before: ContactAttributes, changes: AttributeChanges): ContactAttributes {
  const after = new Map<string, AttributeValue>(Object.entries(before))
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) after.delete(key)
    else after.set(key, value)
  }
  return Object.fromEntries(after)
}

/** @throws ParleyError `bad_request` with an issue for each value that its attribute does not want, or that is of none */
export function refuseMisfits(attributes: readonly ContactAttribute[], changes: AttributeChanges): void {
  const byKey = new Map(attributes.map((attribute) => [attribute.key, attribute]))
  const misfits = Object.entries(changes).filter(([key, value]) => {
    const attribute = byKey.get(key)
    return attribute === undefined || (value !== null && !fitsAttribute(attribute, value))
  })
  if (misfits.length === 0) return
  const issues = misfits.map(([key]) => ({ path: `attributes.${key}`, code: 'invalid_value' }))
  throw new ParleyError('bad_request', { issues })
}
