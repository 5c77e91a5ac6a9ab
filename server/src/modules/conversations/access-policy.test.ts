import type { Scope } from '@parley/shared/accounts/permissions'
import { isReached } from './access-policy.js'

const caller = (scope?: Scope) => ({
  staffId: 'me',
  queueIds: ['support'],
  grants: scope === undefined ? {} : { 'conversations.read': scope },
})

describe('whether a permission reaches a conversation', () => {
  it.each([
    [undefined, 'me', 'support', false],
    ['own', 'me', 'billing', true],
    ['own', null, 'support', false],
    ['own', 'other', 'support', false],
    ['queue', 'other', 'support', true],
    ['queue', null, 'support', true],
    ['queue', 'me', 'billing', true],
    ['queue', 'other', 'billing', false],
    ['all', 'other', 'billing', true],
  ] as const)('%s, assigned to %s in %s: %s', (scope, assigneeId, queueId, expected) => {
    expect(isReached(caller(scope), 'conversations.read', { assigneeId, queueId })).toBe(expected)
  })
})
