import { dayName, dayOf, duration, relativeTime, shortTime, stopwatch, timeOfDay } from './times.js'

const NOON = Date.parse('2026-03-10T12:00:00.000Z')
const before = (milliseconds: number) => new Date(NOON - milliseconds).toISOString()
const MINUTE = 60_000

describe('times', () => {
  it("are shown in the reader's zone", () => {
    expect(timeOfDay(before(0), { locale: 'en', timeZone: 'UTC' })).toBe('12:00')
    expect(timeOfDay(before(0), { locale: 'zh-CN', timeZone: 'Asia/Shanghai' })).toBe('20:00')
  })

  it('are relative under a day and dates after', () => {
    expect(relativeTime(before(2_000), NOON, { locale: 'zh-CN', timeZone: 'UTC' })).toBe('现在')
    expect(relativeTime(before(3 * MINUTE), NOON, { locale: 'zh-CN', timeZone: 'UTC' })).toMatch(/^3\s?分钟前$/)
    expect(relativeTime(before(23 * 60 * MINUTE), NOON, { locale: 'zh-CN', timeZone: 'UTC' })).toMatch(/^23\s?小时前$/)
    expect(relativeTime(before(25 * 60 * MINUTE), NOON, { locale: 'zh-CN', timeZone: 'UTC' })).toBe('3月9日')
    expect(relativeTime('2024-05-01T00:00:00.000Z', NOON, { locale: 'zh-CN', timeZone: 'UTC' })).toBe('2024/05/01')
  })

  it('never lie in the future when clocks differ', () => {
    expect(relativeTime(before(-5 * MINUTE), NOON, { locale: 'en', timeZone: 'UTC' })).toBe('now')
  })

  it('name the day only when it is not today', () => {
    expect(shortTime(before(MINUTE), NOON, { locale: 'en', timeZone: 'UTC' })).toBe('11:59')
    expect(shortTime(before(24 * 60 * MINUTE), NOON, { locale: 'en', timeZone: 'UTC' })).toBe('Mar 9, 12:00')
  })

  it('call today and yesterday by name', () => {
    expect(dayName('2026-03-10', '2026-03-10', 'en')).toBe('Today')
    expect(dayName('2026-03-09', '2026-03-10', 'zh-CN')).toBe('昨天')
    expect(dayName('2026-03-01', '2026-03-10', 'en')).toBe('Sunday, March 1')
    expect(dayName('2025-03-01', '2026-03-10', 'en')).toBe('Saturday, March 1, 2025')
  })

  it.each([
    [0, '0:00'],
    [-500, '0:00'],
    [291_000, '4:51'],
    [3_891_000, '1:04:51'],
  ])('%d ms on a stopwatch read %s', (milliseconds, expected) => expect(stopwatch(milliseconds)).toBe(expected))

  it('say a duration in one unit', () => {
    expect(duration(12_400, 'en')).toBe('12 sec')
    expect(duration(7 * MINUTE, 'zh-CN')).toBe('7分钟')
  })
})

describe('days as a reader calls them', () => {
  it.each([
    ['2026-03-05', 'Today', '今天'],
    ['2026-03-04', 'Yesterday', '昨天'],
    ['2026-02-27', 'Friday, February 27', '2月27日星期五'],
    ['2025-12-31', 'Wednesday, December 31, 2025', '2025年12月31日星期三'],
  ])('%s, seen on 5 March 2026, is %s', (day, english, chinese) => {
    expect(dayName(day, '2026-03-05', 'en')).toBe(english)
    expect(dayName(day, '2026-03-05', 'zh-CN')).toBe(chinese)
  })

  it("begins and ends in the reader's zone", () => {
    const lateEvening = Date.parse('2026-03-05T16:30:00.000Z')
    expect(dayOf(lateEvening, 'UTC')).toBe('2026-03-05')
    expect(dayOf(lateEvening, 'Asia/Shanghai')).toBe('2026-03-06')
  })
})
