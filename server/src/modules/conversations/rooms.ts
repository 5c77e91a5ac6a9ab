import { principalRoom } from '../../platform/realtime/rooms.js'

/** The staff who follow a thread: its assignee, and whoever has it open. Computed from the store, never from what a client says. */
export const threadRoom = (tenantId: string, threadId: string): string => `thread:${tenantId}:${threadId}`

/** Staff who see every conversation of a tenant in their lists. */
export const inboxRoom = (tenantId: string): string => `inbox:${tenantId}`

/** Staff who see those of a queue. */
export const queueRoom = (tenantId: string, queueId: string): string => `queue:${tenantId}:${queueId}`

/** All tabs and devices of a contact. */
export const contactRoom = (tenantId: string, contactId: string): string =>
  principalRoom(tenantId, `contact:${contactId}`)
