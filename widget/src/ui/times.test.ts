import { dayName, dayOf } from './times'

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
