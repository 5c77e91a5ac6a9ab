import type { AuditAction, AuditRecord } from '@parley/shared/audit/audit'

type Translate = (key: string, named?: Record<string, unknown>) => string

/** The actions in the order of the page's list; the dictionary's keys prove that none is missing. */
const ACTIONS: Record<AuditAction, true> = {
  'session.began': true,
  'session.refused': true,
  'session.ended': true,
  'password.changed': true,
  'link.made': true,
  'link.used': true,
  'totp.enabled': true,
  'totp.disabled': true,
  'staff.created': true,
  'staff.edited': true,
  'staff.disabled': true,
  'staff.enabled': true,
  'staff.imported': true,
  'role.created': true,
  'role.edited': true,
  'role.deleted': true,
  'queue.created': true,
  'queue.edited': true,
  'tag.created': true,
  'tag.edited': true,
  'tag.deleted': true,
  'organisation.edited': true,
  'channel.created': true,
  'channel.edited': true,
  'channel.deleted': true,
  'key.created': true,
  'key.rotated': true,
  'key.revoked': true,
  'attribute.created': true,
  'attribute.edited': true,
  'attribute.deleted': true,
  'contact.edited': true,
  'contact.blocked': true,
  'contact.unblocked': true,
  'contact.revealed': true,
  'contact.exported': true,
  'contact.erased': true,
  'contact.tokensRevoked': true,
  'conversation.watched': true,
  'conversation.takenOver': true,
  'conversation.forced': true,
  'presence.forced': true,
  'audit.exported': true,
  'tenant.created': true,
  'tenant.edited': true,
  'tenant.suspended': true,
  'tenant.resumed': true,
}

export const auditActions = (t: Translate): { action: AuditAction; label: string }[] =>
  (Object.keys(ACTIONS) as AuditAction[]).map((action) => ({ action, label: t(`settings.audit.actions.${action}`) }))

/** The particulars of a record in one line, as they were written down. */
export function detailsLine({ details }: AuditRecord): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(' · ')
}
