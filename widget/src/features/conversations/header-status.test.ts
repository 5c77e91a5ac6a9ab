import { en } from '../../ui/words.en'
import { headerStatus } from './header-status'

const calm = { isConnected: true, isNetworkThere: true, isAnyoneOnline: true, conversation: null }
const conversation = {
  id: 'a'.repeat(24),
  state: 'assigned' as const,
  assigneeName: 'Agent 03',
  assigneeAvatar: null,
  version: 1,
}

describe("the line under the channel's name", () => {
  it.each([
    ['no network', { ...calm, isNetworkThere: false }, { text: en.notConnected, isLive: false }],
    ['no connection yet', { ...calm, isConnected: false }, { text: en.connecting, isLive: false }],
    ['connected, nothing said yet', { ...calm, isAnyoneOnline: null }, { text: en.connecting, isLive: false }],
    ['agents online', calm, { text: en.online, isLive: true }],
    ['nobody online', { ...calm, isAnyoneOnline: false }, { text: en.away, isLive: false }],
    ['an agent has the chat', { ...calm, conversation }, { text: 'Talking with Agent 03', isLive: true }],
    [
      'waiting',
      { ...calm, conversation: { ...conversation, state: 'waiting' as const, assigneeName: null } },
      { text: en.waitingForAgent, isLive: true },
    ],
    [
      'after the end',
      { ...calm, conversation: { ...conversation, state: 'ended' as const } },
      { text: en.online, isLive: true },
    ],
  ])('%s', (_name, now, expected) => {
    expect(headerStatus(now, en)).toEqual(expected)
  })
})
