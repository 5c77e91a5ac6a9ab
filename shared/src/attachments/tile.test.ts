import { tileBox } from './tile.js'

const SIDES = { longest: 320, least: 96 }

describe('the room for a picture', () => {
  it.each([
    ['a wide one', 640, 320, { inlineSize: '320px', aspectRatio: '640 / 320' }],
    ['a tall one', 100, 1_000, { inlineSize: '96px', aspectRatio: '100 / 1000' }],
    ['a small one, which is not enlarged', 200, 100, { inlineSize: '200px', aspectRatio: '200 / 100' }],
    ['one of which nothing is known', null, null, { inlineSize: '320px', aspectRatio: '16 / 9' }],
  ])('%s', (_, width, height, box) => expect(tileBox({ width, height }, SIDES)).toEqual(box))
})
