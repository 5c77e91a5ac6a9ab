import { safeStorage } from '../kernel/safe-storage.js'
import { OutboxKeys } from './outbox-keys.js'
import type { OutboxItem } from './outbox.js'

const item = (clientMessageId: string, second: number): OutboxItem => ({
  clientMessageId,
  createdAt: `2026-01-01T00:00:0${second}.000Z`,
  lane: 'thread',
  kind: 'text',
  text: clientMessageId,
  state: 'waiting',
})

const blockedStorage = () =>
  safeStorage(() => {
    throw new DOMException('denied', 'SecurityError')
  })

const idsOf = (items: OutboxItem[]) => items.map((each) => each.clientMessageId)

describe('the stored outbox', () => {
  it('gives back what was put, oldest first, each prefix apart', () => {
    const storage = blockedStorage()
    const shop = new OutboxKeys(storage, 'shop:')
    shop.put(item('second', 2))
    shop.put(item('first', 1))
    shop.put(item('third', 3))
    shop.remove('third')
    expect(idsOf(shop.load())).toEqual(['first', 'second'])
    expect(new OutboxKeys(storage, 'other:').load()).toEqual([])
  })

  it('passes over what it cannot read, and leaves it where it is', () => {
    const storage = blockedStorage()
    const { createdAt: _, ...undated } = item('undated', 1)
    const { lane: __, ...astray } = item('astray', 1)
    for (const [index, value] of ['{', '[1]', 'null', JSON.stringify(undated), JSON.stringify(astray)].entries())
      storage.setItem(`shop:${index}`, value)
    expect(new OutboxKeys(storage, 'shop:').load()).toEqual([])
    expect(storage.getItem('shop:0')).toBe('{')
  })

  it('calls left behind what nobody has sent for a while', () => {
    const shop = new OutboxKeys(blockedStorage(), 'shop:')
    shop.put(item('old', 1))
    shop.put(item('young', 3))
    expect(idsOf(shop.leftBehind(Date.parse('2026-01-01T00:00:17.000Z')))).toEqual(['old'])
  })

  it.each([
    ['a message removed', { key: 'shop:abc', newValue: null }, 'abc'],
    ['a message put', { key: 'shop:abc', newValue: '{}' }, undefined],
    ["another's message removed", { key: 'other:abc', newValue: null }, undefined],
    ['everything removed', { key: null, newValue: null }, undefined],
  ])('reads %s from a storage event', (_name, event, expected) => {
    expect(new OutboxKeys(blockedStorage(), 'shop:').removedBy(event)).toBe(expected)
  })
})
