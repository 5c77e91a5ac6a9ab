import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'

/** What a person chose. Being reachable (a live connection) is kept apart from it: `mechanisms.md`, "Presence". */
export const PresenceStatus = z.enum(['online', 'busy', 'away'])
export type PresenceStatus = z.infer<typeof PresenceStatus>

export const StaffPresence = z.strictObject({
  staffId: Id,
  name: z.string(),
  status: PresenceStatus,
  isReachable: z.boolean(),
})
export type StaffPresence = z.infer<typeof StaffPresence>

export const SetStatus = command({
  name: 'presence:setStatus',
  permission: 'presence.set',
  input: z.strictObject({ status: PresenceStatus }),
  output: z.strictObject({ status: PresenceStatus }),
})

/** Everyone on the staff and where they are. */
export const ListPresence = command({
  name: 'presence:listPresence',
  permission: 'presence.read',
  input: z.strictObject({}),
  output: z.strictObject({ staff: z.array(StaffPresence) }),
})

export const PresenceChanged = fact('presence:presenceChanged', z.strictObject({ presence: StaffPresence }))

/** To contacts: whether anyone could answer now. */
export const AvailabilityChanged = fact('presence:availabilityChanged', z.strictObject({ isAnyoneOnline: z.boolean() }))
