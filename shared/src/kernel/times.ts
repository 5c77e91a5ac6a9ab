const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Style = Intl.DateTimeFormatOptions

/** Whom a time is shown to; without a zone, the one that their machine is set to. */
interface Reader {
  locale: string
  timeZone?: string
}

/** A formatter costs far more to make than to use. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, style: Style, instant: number): string {
  const key = `${locale}${JSON.stringify(style)}`
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, style)
  formatters.set(key, formatter)
  return formatter.format(instant)
}

const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>()

function relativeFormatter(locale: string): Intl.RelativeTimeFormat {
  const held = relativeFormatters.get(locale)
  if (held !== undefined) return held
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' })
  relativeFormatters.set(locale, made)
  return made
}

/** 14:09 */
export const timeOfDay = (instant: string, { locale, ...zone }: Reader): string =>
  format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }, Date.parse(instant))

/** Everything there is to say about a moment: what a hover shows. */
export const absoluteTime = (instant: string, { locale, ...zone }: Reader): string =>
  format(locale, { dateStyle: 'full', timeStyle: 'medium', ...zone }, Date.parse(instant))

/** A moment in a line of facts: with its day only when that is not today. */
export function shortTime(instant: string, now: number, reader: Reader): string {
  const { locale, ...zone } = reader
  const then = Date.parse(instant)
  const day: Style = { year: 'numeric', month: '2-digit', day: '2-digit', ...zone }
  if (format(locale, day, then) === format(locale, day, now)) return timeOfDay(instant, reader)
  const style: Style = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return format(locale, { ...style, ...zone }, then)
}

/** Relative under a day, the day itself after that. A clock that runs ahead never shows the future. */
export function relativeTime(instant: string, now: number, { locale, ...zone }: Reader): string {
  const then = Date.parse(instant)
  const age = Math.max(0, now - then)
  const ago = relativeFormatter(locale)
  if (age < MINUTE) return ago.format(0, 'second')
  if (age < HOUR) return ago.format(-Math.floor(age / MINUTE), 'minute')
  if (age < DAY) return ago.format(-Math.floor(age / HOUR), 'hour')
  const year: Style = { year: 'numeric', ...zone }
  const isThisYear = format('en', year, then) === format('en', year, now)
  const style: Style = isThisYear ? { month: 'short', day: 'numeric' } : { ...year, month: '2-digit', day: '2-digit' }
  return format(locale, { ...style, ...zone }, then)
}

/** A divider between days: today and yesterday by name. `day` is `YYYY-MM-DD` in the reader's zone. */
export function dayName(day: string, today: string, locale: string): string {
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / DAY)
  if (distance === 0 || distance === -1) {
    const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(distance, 'day')
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  }
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  const style: Style = { month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' }
  return format(locale, isThisYear ? style : { ...style, year: 'numeric' }, Date.parse(day))
}

/** 4:51, and 1:04:51 from an hour on. */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** 12 sec, 7 min, 2 hr, 3 days: one unit, rounded down. */
export function duration(milliseconds: number, locale: string): string {
  const units = [
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
    ['second', SECOND],
  ] as const
  const [unit, size] = units.find((each) => milliseconds >= each[1]) ?? units[3]
  const count = Math.max(0, Math.floor(milliseconds / size))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count)
}

/** `YYYY-MM-DD` of a moment in the reader's zone. */
export const dayOf = (milliseconds: number, timeZone: string): string =>
  format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }, milliseconds)

/** The zone that the reader's machine is set to. */
export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
