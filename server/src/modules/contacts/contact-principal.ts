import type { Principal } from '../../platform/principal.js'

/** A contact in a channel, as commands see them. */
export interface ContactPrincipal extends Principal {
  contactId: string
  channelId: string
  name: string
  avatarUrl: string | null
  isIdentified: boolean
  /** What their browser calls itself; empty where it does not say. */
  userAgent: string
}

const READING: ReadonlySet<string> = new Set(['thread.own'])
const WRITING: ReadonlySet<string> = new Set(['thread.own', 'thread.write'])

/** Who is blocked reads on and writes nothing. */
export function contactPrincipal({
  isBlocked,
  ...contact
}: Omit<ContactPrincipal, 'key' | 'permissions'> & { isBlocked: boolean }): ContactPrincipal {
  return { ...contact, key: `contact:${contact.contactId}`, permissions: isBlocked ? READING : WRITING }
}
