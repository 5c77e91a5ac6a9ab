import type { Principal } from '../../platform/principal.js'

/** A contact in a channel, as commands see them. */
export interface ContactPrincipal extends Principal {
  contactId: string
  channelId: string
  name: string
  avatarUrl: string | null
  isIdentified: boolean
}

const CONTACT_PERMISSIONS: ReadonlySet<string> = new Set(['thread.own'])

export function contactPrincipal(contact: Omit<ContactPrincipal, 'key' | 'permissions'>): ContactPrincipal {
  return { ...contact, key: `contact:${contact.contactId}`, permissions: CONTACT_PERMISSIONS }
}
