const formatters = new Map<string, Intl.DateTimeFormat>()

/** A formatter costs far more to make than to use. */
function format(locale: string, style: Intl.DateTimeFormatOptions, instant: number): string {
  const key = `${locale}${JSON.stringify(style)}`
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, style)
  formatters.set(key, formatter)
  return formatter.format(instant)
}

/** 14:09 */
export const timeOfDay = (instant: string, locale: string): string =>
  format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, Date.parse(instant))

/** Everything there is to say about a moment. */
export const absoluteTime = (instant: string, locale: string): string =>
  format(locale, { dateStyle: 'full', timeStyle: 'short' }, Date.parse(instant))

const DAY_MS = 24 * 60 * 60_000

/** A divider between days: today and yesterday by name. `day` and `today` are `YYYY-MM-DD` in the reader's zone. */
export function dayName(day: string, today: string, locale: string): string {
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS)
  if (distance === 0 || distance === -1) {
    const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(distance, 'day')
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  }
  const style: Intl.DateTimeFormatOptions = { month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' }
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  return format(locale, isThisYear ? style : { ...style, year: 'numeric' }, Date.parse(day))
}

/** `YYYY-MM-DD` of a moment in the reader's zone. */
export const dayOf = (milliseconds: number, timeZone: string): string =>
  format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }, milliseconds)

/** The zone that the reader's machine is set to. */
export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
