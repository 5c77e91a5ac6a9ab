import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'

/** What is recorded. A new kind is one more word here, and its wording in the console. */
export const AuditAction = z.enum([
  'session.began',
  'session.refused',
  'session.ended',
  'password.changed',
  'link.made',
  'link.used',
  'totp.enabled',
  'totp.disabled',
  'staff.created',
  'staff.edited',
  'staff.disabled',
  'staff.enabled',
  'staff.imported',
  'role.created',
  'role.edited',
  'role.deleted',
  'queue.created',
  'queue.edited',
  'tag.created',
  'tag.edited',
  'tag.deleted',
  'organisation.edited',
  'channel.created',
  'channel.edited',
  'channel.deleted',
  'key.created',
  'key.rotated',
  'key.revoked',
  'attribute.created',
  'attribute.edited',
  'attribute.deleted',
  'contact.edited',
  'contact.blocked',
  'contact.unblocked',
  'contact.revealed',
  'contact.exported',
  'contact.erased',
  'contact.tokensRevoked',
  'conversation.watched',
  'conversation.takenOver',
  'conversation.forced',
  'presence.forced',
  'audit.exported',
  'tenant.created',
  'tenant.edited',
  'tenant.suspended',
  'tenant.resumed',
])
export type AuditAction = z.infer<typeof AuditAction>

/** Who did what, to what, when, and from where. Never changed, never removed; each carries the hash of the one before. */
export const AuditRecord = z.strictObject({
  /** 1, 2, 3 … within the tenant, without holes. */
  number: z.int().positive(),
  at: Instant,
  action: AuditAction,
  /** Null where nobody was signed in; `name` is then what they claimed, or `system`. */
  actor: z.strictObject({ id: Id.nullable(), name: z.string() }),
  address: z.string().nullable(),
  /** What it was done to: `staff`, `role`, `queue` … */
  subject: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
  /** Particulars: ids, counts, names of fields; never secrets. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  hash: z.string(),
})
export type AuditRecord = z.infer<typeof AuditRecord>

export const AUDIT_PAGE = 50

/** Narrows what is read; also the query of `GET /api/v1/audit.csv`. */
export const AuditFilter = z.strictObject({
  action: AuditAction.optional(),
  actorId: Id.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** Newest first. */
export const ListAudit = command({
  name: 'audit:listAudit',
  permission: 'audit.read',
  input: AuditFilter.extend({ before: z.int().positive().optional() }),
  output: z.strictObject({
    records: z.array(AuditRecord),
    /** `before` of the next page. */
    next: z.int().positive().nullable(),
  }),
})

/** Reads the whole chain; `brokenAt` is the first record that does not follow from the one before. */
export const VerifyAudit = command({
  name: 'audit:verifyAudit',
  permission: 'audit.read',
  input: z.strictObject({}),
  output: z.strictObject({ checked: z.int().nonnegative(), brokenAt: z.int().positive().nullable() }),
})
