import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { ConversationSummary } from './conversation.js'

const tagging = {
  permission: 'conversations.tag',
  input: z.strictObject({ conversationId: Id, tagId: Id }),
  output: z.strictObject({ conversation: ConversationSummary }),
} as const

/** Repeating it changes nothing. `too_large` when the conversation has as many as it can have. */
export const TagConversation = command({ name: 'conversations:tagConversation', ...tagging })
/** Repeating it changes nothing. */
export const UntagConversation = command({ name: 'conversations:untagConversation', ...tagging })
