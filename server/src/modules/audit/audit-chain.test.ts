import type { AuditRecord } from '@parley/shared/audit/audit'
import { CHAIN_START, follows, hashOf } from './audit-chain.js'

const statement = {
  number: 1,
  at: '2026-01-01T00:00:00.000Z',
  action: 'role.edited' as const,
  actor: { id: 'a'.repeat(24), name: 'Agent 01' },
  address: '198.51.100.7',
  subject: { kind: 'role', id: 'agent', name: 'agent' },
  details: { added: ['staff.read'], count: 1 },
}
const record: AuditRecord = { ...statement, hash: hashOf(CHAIN_START, statement) }
const start = { number: 0, hash: CHAIN_START }

describe('the chain of records', () => {
  it('takes a record that follows, whatever the order of its particulars', () => {
    expect(follows(start, record)).toBe(true)
    expect(follows(start, { ...record, details: { count: 1, added: ['staff.read'] } })).toBe(true)
  })

  it.each<[string, Partial<AuditRecord>]>([
    ['its number', { number: 2 }],
    ['its moment', { at: '2026-01-01T00:00:00.001Z' }],
    ['what was done', { action: 'role.deleted' }],
    ['by whom', { actor: { id: 'b'.repeat(24), name: 'Agent 01' } }],
    ['from where', { address: null }],
    ['to what', { subject: null }],
    ['a particular', { details: { added: ['staff.manage'], count: 1 } }],
    ['its hash', { hash: '0'.repeat(64) }],
  ])('notices a change of %s', (_what, change) => {
    expect(follows(start, { ...record, ...change })).toBe(false)
  })

  it('notices that the one before is missing', () => {
    const second = { ...statement, number: 2 }
    expect(follows(record, { ...second, hash: hashOf(record.hash, second) })).toBe(true)
    expect(follows(start, { ...second, hash: hashOf(record.hash, second) })).toBe(false)
  })
})
