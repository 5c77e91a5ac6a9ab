import type { ContactProfile } from '@parley/shared/contacts/contact'
import type { Contact } from './contact.js'

/** A contact for staff. */
export function profileOf(contact: Contact): ContactProfile {
  const {
    tenantId: _tenant,
    mergedInto: _merged,
    claimedAttributes,
    createdAt,
    lastSeenAt,
    tokensValidAfter,
    blockedAt,
    ...shown
  } = contact
  return {
    ...shown,
    hostAttributes: Object.keys(shown.attributes).filter(
      (key) => Object.hasOwn(claimedAttributes, key) && claimedAttributes[key] === shown.attributes[key],
    ),
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    blockedAt: blockedAt?.toISOString() ?? null,
    tokensValidAfter: tokensValidAfter?.toISOString() ?? null,
  }
}
