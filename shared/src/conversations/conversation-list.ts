import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { ConversationSummary } from './conversation.js'

/** The last conversations of a contact that the reader may reach, newest first, the present one among them. */
export const ListConversationsOfContact = command({
  name: 'conversations:listOfContact',
  permission: 'conversations.read',
  input: z.strictObject({ contactId: Id }),
  output: z.strictObject({ conversations: z.array(ConversationSummary) }),
})
