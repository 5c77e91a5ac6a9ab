import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { STATUS_NOTE_MAX_CHARACTERS } from './limits.js'

/** What a person chose. Being reachable (a live connection) is kept apart from it: `mechanisms.md`, "Presence". */
export const PresenceStatus = z.enum(['online', 'busy', 'away'])
export type PresenceStatus = z.infer<typeof PresenceStatus>

/** Why somebody is where they are, or until when, in their own words. */
export const StatusNote = z.string().trim().max(STATUS_NOTE_MAX_CHARACTERS)

export const StaffPresence = z.strictObject({
  staffId: Id,
  name: z.string(),
  status: PresenceStatus,
  /** What colleagues should know of it; null for nothing. */
  statusNote: z.string().nullable(),
  isReachable: z.boolean(),
  /** Whether chats can be given to them at all: an agent's alone (C5). */
  takesChats: z.boolean(),
})
export type StaffPresence = z.infer<typeof StaffPresence>

/** A note goes with the status that it was written for; an empty one takes it away. */
export const SetStatus = command({
  name: 'presence:setStatus',
  permission: 'presence.set',
  input: z.strictObject({ status: PresenceStatus, statusNote: StatusNote.optional() }),
  output: z.strictObject({ status: PresenceStatus, statusNote: z.string().nullable() }),
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
