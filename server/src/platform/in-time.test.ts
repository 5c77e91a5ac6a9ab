import { inTime } from './in-time.js'

describe('inTime', () => {
  it('hands on what comes in time, and gives up what does not', async () => {
    expect(await inTime(Promise.resolve(1), 20)).toBe(1)
    await expect(inTime(Promise.reject(new Error('no')), 20)).rejects.toThrow('no')
    await expect(inTime(new Promise(() => undefined), 20)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
