import { z } from 'zod'
import { AvatarAddress } from '../accounts/staff.js'
import { ConversationSummary } from '../conversations/conversation.js'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { PresenceStatus } from '../presence/presence.js'

/** One agent as those see them who manage assignment. */
export const DeskAgent = z.strictObject({
  staffId: Id,
  name: z.string(),
  avatar: AvatarAddress,
  status: PresenceStatus,
  statusNote: z.string().nullable(),
  isReachable: z.boolean(),
  /** Since when they have been there in this status, or away; null while nobody has noted it. */
  since: Instant.nullable(),
  /** Chats at once by automatic assignment. */
  capacity: z.int().nonnegative(),
  /** Chats that they have, whether these count toward the cap or not. */
  openChats: z.int().nonnegative(),
  /** Those of them that were forced on them above the cap. */
  forcedChats: z.int().nonnegative(),
})
export type DeskAgent = z.infer<typeof DeskAgent>

/** Every agent with what they have now (C5); those who manage assignment are not among them unless they are agents too. */
export const ListDesk = command({
  name: 'routing:listDesk',
  permission: 'conversations.assign',
  input: z.strictObject({}),
  output: z.strictObject({ agents: z.array(DeskAgent) }),
})

/**
 * Gives an open conversation to an agent, whoever has it: into a free slot, or above their cap without one, which the answer
 * says. `edit_conflict` when somebody else has it by now than the caller saw; `bad_request` for one who cannot have chats.
 */
export const AssignConversation = command({
  name: 'routing:assignConversation',
  permission: 'conversations.assign',
  input: z.strictObject({ conversationId: Id, staffId: Id, seenAssigneeId: Id.nullable() }),
  output: z.strictObject({ conversation: ConversationSummary, isAboveCap: z.boolean() }),
})
