import type { QuickReply } from '@parley/shared/quick-replies/quick-reply'
import { matching } from './matching'

const reply = (shortcut: string, text: string) => ({ id: shortcut, shortcut, text }) as QuickReply
const initials = (text: string) => text.replaceAll('退', 't').replaceAll('款', 'k').replaceAll('货', 'h')

describe('quick replies that fit what was typed', () => {
  const replies = [
    reply('退款', '钱会退回'),
    reply('hello', 'Good day'),
    reply('退货', '请寄回'),
    reply('tk', 'Ticket'),
  ]
  const found = (typed: string) => matching(replies, typed, initials).map(({ shortcut }) => shortcut)

  it.each([
    ['', ['hello', 'tk', '退货', '退款']],
    ['tk', ['tk', '退款']],
    ['T', ['tk', '退货', '退款']],
    ['退', ['退货', '退款']],
    ['day', ['hello']],
    ['寄', ['退货']],
    ['nothing', []],
  ])('for "%s"', (typed, expected) => {
    const first = found(typed)
    expect([...first].sort()).toEqual([...expected].sort())
    if (typed === 'tk') expect(first[0]).toBe('tk')
  })
})
