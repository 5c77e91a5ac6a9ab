import type { Scope } from '@parley/shared/accounts/permissions'
import { audienceKey, audienceOf, audiencesOf, canManage } from './audience-policy.js'

const caller = (scope?: Scope) => ({
  staffId: 'me',
  queueIds: ['q1'],
  grants: scope === undefined ? {} : { 'quickReplies.manage': scope },
})

describe('who may change the quick replies of an audience', () => {
  it.each<[Scope | undefined, string[]]>([
    [undefined, []],
    ['own', ['staff:me']],
    ['queue', ['staff:me', 'queue:q1']],
    ['all', ['staff:me', 'queue:q1', 'queue:q2', 'tenant']],
  ])('with the scope %s', (scope, expected) => {
    const audiences = ['staff:me', 'staff:other', 'queue:q1', 'queue:q2', 'tenant']
    expect(audiences.filter((audience) => canManage(caller(scope), audience))).toEqual(expected)
  })
})

it('finds an audience again by its key, and lists what somebody has at hand', () => {
  for (const audience of [{ kind: 'personal' }, { kind: 'queue', queueId: 'q' }, { kind: 'tenant' }] as const)
    expect(audienceOf(audienceKey(audience, 'me'))).toEqual(audience)
  expect(audiencesOf(caller())).toEqual(['staff:me', 'queue:q1', 'tenant'])
})
