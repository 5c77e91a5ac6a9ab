import { fileSize, playingTime } from './file-size.js'

describe('what people read of a file', () => {
  it.each([
    [0, '0 bytes'],
    [830, '830 bytes'],
    [1_240, '1.2kB'],
    [25_600_000, '26MB'],
    [3_100_000_000, '3.1GB'],
  ])('%d bytes', (bytes, words) => expect(fileSize(bytes, 'en')).toBe(words))

  it.each([
    [400, '0:00'],
    [65_000, '1:05'],
    [3_723_000, '1:02:03'],
  ])('%d ms', (duration, words) => expect(playingTime(duration)).toBe(words))
})
