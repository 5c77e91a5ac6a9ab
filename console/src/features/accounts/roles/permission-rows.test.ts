import { words as english } from '../../../app/words/settings.en'
import { permissionGroups, reachOf, withReach } from './permission-rows'

type Node = string | { [key: string]: Node }

describe('the table of rights', () => {
  const rows = permissionGroups().flatMap(({ rows: members }) => members)

  it('has words for every right and every subject', () => {
    const { permissions, subjects } = english.settings.roles as unknown as Record<string, Record<string, Node>>
    for (const { permission } of rows) {
      const [subject = '', action = ''] = permission.split('.')
      expect([permission, typeof (permissions?.[subject] as Record<string, Node> | undefined)?.[action]]).toEqual([
        permission,
        'string',
      ])
      expect([subject, typeof subjects?.[subject]]).toEqual([subject, 'string'])
    }
  })

  it('offers the scopes that a right can have, and nothing for what comes with a role itself', () => {
    const possible = Object.fromEntries(rows.map((row) => [row.permission, row.possible]))
    expect(possible['conversations.read']).toEqual(['none', 'own', 'queue', 'all'])
    expect(possible['staff.manage']).toEqual(['none', 'all'])
    expect(possible['conversations.reply']).toEqual([])
    expect(possible).not.toHaveProperty('profile.own')
  })

  it('gives and takes one right and leaves the others', () => {
    const before = { 'conversations.read': 'queue', 'staff.read': 'all' } as const
    expect(withReach(before, 'conversations.read', 'all')).toEqual({ 'conversations.read': 'all', 'staff.read': 'all' })
    expect(withReach(before, 'staff.read', 'none')).toEqual({ 'conversations.read': 'queue' })
    expect(reachOf(before, 'staff.manage')).toBe('none')
  })
})
