import { furtherMark, receiptOf } from './mark-positions.js'

describe('the mark of a reader', () => {
  it('only rises, in whichever order news of it comes', () => {
    const held = { readPosition: 4, readCount: 2, deliveredPosition: 5 }
    const news = { readPosition: 3, readCount: 1, deliveredPosition: 6 }
    expect(furtherMark(held, news)).toEqual({ readPosition: 4, readCount: 2, deliveredPosition: 6 })
    expect(furtherMark(news, held)).toEqual(furtherMark(held, news))
    expect(furtherMark(undefined, news)).toEqual(news)
  })

  it.each([
    [undefined, 'sent'],
    [{ readPosition: 0, deliveredPosition: 2 }, 'sent'],
    [{ readPosition: 0, deliveredPosition: 3 }, 'delivered'],
    [{ readPosition: 3, deliveredPosition: 3 }, 'read'],
    [{ readPosition: 3, deliveredPosition: 0 }, 'read'],
  ])('%j says of the message at 3 that it is %s', (mark, expected) => {
    expect(receiptOf(3, mark)).toBe(expected)
  })
})
