import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import { fitsAttribute } from '@parley/shared/contacts/attribute-values'
import type { AttributeValue } from '@parley/shared/contacts/attribute-values'

type Values = Readonly<Record<string, AttributeValue>>
type Kind = Pick<ContactAttribute, 'type' | 'choices'>

/** Values as a form holds them, by key; an empty text is no value. */
export type AttributeDrafts = Record<string, string>

export function draftsOf(attributes: readonly ContactAttribute[], values: Values): AttributeDrafts {
  return Object.fromEntries(attributes.map(({ key }) => [key, String(values[key] ?? '')]))
}

/** What a draft means; null for no value, undefined for what its attribute does not want. */
export function valueOf(attribute: Kind, draft: string): AttributeValue | null | undefined {
  const text = draft.trim()
  if (text === '') return null
  const value = meant(attribute, text)
  return value !== undefined && fitsAttribute(attribute, value) ? value : undefined
}

function meant({ type }: Kind, text: string): AttributeValue | undefined {
  if (type === 'yesNo') return text === 'true' ? true : text === 'false' ? false : undefined
  if (type !== 'number') return text
  const number = Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** What a form has changed, and the keys of what is not as its attribute wants it. What nobody touched is neither. */
export function attributeChange(
  attributes: readonly ContactAttribute[],
  { before, after }: { before: AttributeDrafts; after: AttributeDrafts },
): { change: Record<string, AttributeValue | null>; wrong: string[] } {
  const touched = attributes.filter(({ key }) => (before[key] ?? '').trim() !== (after[key] ?? '').trim())
  const read = touched.map((attribute) => ({
    key: attribute.key,
    value: valueOf(attribute, after[attribute.key] ?? ''),
  }))
  return {
    change: Object.fromEntries(read.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]]))),
    wrong: read.flatMap(({ key, value }) => (value === undefined ? [key] : [])),
  }
}

interface Reader {
  locale: string
  yesNo: { yes: string; no: string }
}

/** A value in the reader's language, as far as it is what its attribute wants; anything else as it was said. */
export function shownValue(attribute: Kind | undefined, value: AttributeValue, { locale, yesNo }: Reader): string {
  if (typeof value === 'boolean') return value ? yesNo.yes : yesNo.no
  if (attribute === undefined || !fitsAttribute(attribute, value)) return String(value)
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }).format(value)
  if (attribute.type !== 'date') return value
  // A day is the same day wherever it is read.
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value))
}
