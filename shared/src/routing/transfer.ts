import { z } from 'zod'
import { command } from '../kernel/command.js'
import { ConversationSummary } from '../conversations/conversation.js'
import { MessageText } from '../conversations/message.js'
import { ClientMessageId, Id } from '../kernel/ids.js'

/**
 * Gives an open conversation to an agent, with a note for them if there is something to say. `at_capacity` when they have
 * no room: who may force goes above it (no slot is taken then), and the decision says so. `edit_conflict` when somebody
 * else was faster. The same `requestId` again is the same transfer.
 */
export const TransferConversation = command({
  name: 'routing:transferConversation',
  permission: 'conversations.transfer',
  input: z.strictObject({
    conversationId: Id,
    toStaffId: Id,
    requestId: ClientMessageId,
    note: MessageText.optional(),
    force: z.boolean().optional(),
  }),
  output: z.strictObject({ conversation: ConversationSummary }),
})
