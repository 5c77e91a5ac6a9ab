import { createHash } from 'node:crypto'
import type { AuditRecord } from '@parley/shared/audit/audit'

/** What a record says, without its hash. */
export type AuditStatement = Omit<AuditRecord, 'hash'>

/** The hash before the first record. */
export const CHAIN_START = ''

/** The hash of a record: of the one before it and of everything that it says, in one fixed spelling. */
export function hashOf(previousHash: string, statement: AuditStatement): string {
  return createHash('sha256').update(previousHash).update('\n').update(spelling(statement)).digest('hex')
}

function spelling({ number, at, action, actor, address, subject, details }: AuditStatement): string {
  const particulars = Object.entries(details).sort(([one], [other]) => (one < other ? -1 : 1))
  const to = subject === null ? null : [subject.kind, subject.id, subject.name]
  return JSON.stringify([number, at, action, actor.id, actor.name, address, to, particulars])
}

/** Whether a record follows from the one before: its number is the next, its hash what both give. */
export function follows(previous: { number: number; hash: string }, { hash, ...statement }: AuditRecord): boolean {
  return statement.number === previous.number + 1 && hash === hashOf(previous.hash, statement)
}
