import { NEW_CHANNEL, originsOf, settingsOf } from './channel-values'

describe('the form of a channel', () => {
  it('takes whole addresses and keeps their origin, once', () => {
    const text = 'https://shop.example.com/cart?x=1\nhttps://shop.example.com\n http://localhost:8080/ \nnot a site'
    expect(originsOf(text)).toEqual(['https://shop.example.com', 'http://localhost:8080', 'not', 'a', 'site'])
  })

  it('leaves the queue to the server when none is chosen', () => {
    expect(settingsOf(NEW_CHANNEL)).not.toHaveProperty('queueId')
    expect(settingsOf({ ...NEW_CHANNEL, queueId: 'q' })).toHaveProperty('queueId', 'q')
  })
})
