import { canBeAssignee, grantsOf, grantsOfRole, isWithin, rolesContradict } from './rights-policy.js'

const OTHER_TENANT = { allowed: false }
const FIRST_TENANT = { allowed: true }

describe('what roles allow', () => {
  it('gives everybody their own profile, even without a role', () => {
    expect(grantsOf([], [], OTHER_TENANT)).toMatchObject({ 'profile.own': 'own' })
  })

  it('gives an admin every right over others, but chats to agents alone', () => {
    expect(grantsOf(['admin'], [], FIRST_TENANT)['conversations.reply']).toBeUndefined()
    expect(grantsOf(['admin', 'agent'], [], FIRST_TENANT)).toMatchObject({
      'conversations.reply': 'own',
      'conversations.read': 'all',
    })
  })

  it('lets the first tenant alone manage tenants', () => {
    expect(grantsOf(['admin'], [], FIRST_TENANT)['tenants.manage']).toBe('all')
    expect(grantsOf(['admin'], [], OTHER_TENANT)['tenants.manage']).toBeUndefined()
  })

  it("takes a tenant's edition of a role for the defaults, except for the admin's", () => {
    const stored = [
      { key: 'agent', grants: { 'conversations.read': 'own' as const } },
      { key: 'admin', grants: {} },
    ]
    expect(grantsOf(['agent'], stored, OTHER_TENANT)['conversations.read']).toBe('own')
    expect(grantsOf(['agent'], stored, OTHER_TENANT)['conversations.end']).toBeUndefined()
    expect(grantsOf(['admin'], stored, OTHER_TENANT)['staff.manage']).toBe('all')
  })

  it('ties taking chats to the agent: editing cannot take it away, and no other role can have it', () => {
    expect(grantsOfRole('agent', { key: 'agent', grants: {} })).toEqual({ 'conversations.reply': 'own' })
    const own = { key: 'f'.repeat(24), grants: { 'conversations.reply': 'own', 'tenants.manage': 'all' } as const }
    expect(grantsOfRole(own.key, own)).toEqual({})
  })

  it('lets a role that is gone allow nothing', () => {
    expect(grantsOfRole('f'.repeat(24), undefined)).toEqual({})
  })
})

describe('handing out rights', () => {
  it.each([
    [{ 'conversations.read': 'queue' }, { 'conversations.read': 'all' }, true],
    [{ 'conversations.read': 'all' }, { 'conversations.read': 'queue' }, false],
    [{ 'staff.manage': 'all' }, {}, false],
    [{ 'conversations.reply': 'own' }, {}, true],
  ] as const)('%j by somebody with %j: %s', (grants, own, expected) => {
    expect(isWithin(grants, own)).toBe(expected)
  })
})

describe('who can be an assignee', () => {
  it.each([
    [['agent'], true],
    [['admin'], false],
    [['admin', 'agent'], true],
    [['supervisor'], false],
    [['supervisor', 'agent'], false],
    [['handler'], false],
  ])('%j: %s', (roles, expected) => {
    expect(canBeAssignee(roles)).toBe(expected)
    expect(rolesContradict(roles)).toBe(roles.includes('supervisor') && roles.includes('agent'))
  })
})
