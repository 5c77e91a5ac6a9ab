import type { Principal } from '../../platform/principal.js'
import { channelConnections } from '../channels/index.js'

/** A contact in a channel, as commands see them. */
export interface ContactPrincipal extends Principal {
  contactId: string
  channelId: string
  /** As its tokens name it, however often it was continued. */
  sessionId: string
  name: string
  avatarUrl: string | null
  isIdentified: boolean
  /** What their browser calls itself; empty where it does not say. */
  userAgent: string
}

const READING: ReadonlySet<string> = new Set(['thread.own'])
const WRITING: ReadonlySet<string> = new Set(['thread.own', 'thread.write'])

/** Everything that a contact is connected by, for those who cut connections. */
export const contactConnections = ({
  tenantId,
  id,
}: {
  tenantId: string
  id: string
}): { tenantId: string; key: string } => ({
  tenantId,
  key: `contact:${id}`,
})

/** Who is blocked reads on and writes nothing. */
export function contactPrincipal({
  isBlocked,
  ...contact
}: Omit<ContactPrincipal, 'key' | 'permissions' | 'cutBy'> & { isBlocked: boolean }): ContactPrincipal {
  const { tenantId, contactId, channelId } = contact
  const { key } = contactConnections({ tenantId, id: contactId })
  const cutBy = [channelConnections(tenantId, channelId).key]
  return { ...contact, key, cutBy, permissions: isBlocked ? READING : WRITING }
}
