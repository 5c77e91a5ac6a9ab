/** What a value of an attribute can be. */
export const ATTRIBUTE_TYPES = ['text', 'number', 'date', 'yesNo', 'choice'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

/** A value as it is stored and as hosts say it: a date is `2026-11-21`. */
export type AttributeValue = string | number | boolean

/** More than these nobody overlooks beside a conversation. */
export const ATTRIBUTES_MAX = 30
export const ATTRIBUTE_KEY_MAX = 40
export const ATTRIBUTE_NAME_MAX = 40
export const ATTRIBUTE_TEXT_MAX = 500
export const CHOICES_MAX = 50
export const CHOICE_MAX = 60
/** How an attribute is called by hosts and in the store: letters and digits, then blanks, `_` and `-` as well. */
export const ATTRIBUTE_KEY = /^[\p{L}\p{N}][\p{L}\p{N}_ -]{0,39}$/u

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Whether a text is a day of the calendar: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  const at = DAY.test(text) ? new Date(`${text}T00:00:00.000Z`) : undefined
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** Whether a value is what an attribute wants. */
export function fitsAttribute(
  { type, choices }: { type: AttributeType; choices: readonly string[] },
  value: AttributeValue,
): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'yesNo':
      return typeof value === 'boolean'
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
  }
}
