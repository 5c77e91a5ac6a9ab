import { z } from 'zod'
import { fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { ContactConversation, ConversationSummary, Mark } from './conversation.js'
import { Entry } from './entry.js'

/** A new row of the log, message or change alike. */
export const EntryAppended = fact('conversations:entryAppended', z.strictObject({ entry: Entry }))

/** Several at once, because those that concern nobody in particular are gathered before they are sent. */
export const ConversationsChanged = fact(
  'conversations:conversationsChanged',
  z.strictObject({ conversations: z.array(ConversationSummary) }),
)

export const ContactConversationChanged = fact(
  'conversations:contactConversationChanged',
  z.strictObject({ threadId: Id, conversation: ContactConversation }),
)

/** To a contact's other devices: they were identified, and go on in this thread now. The earlier ones, newest first, stay readable. */
export const ThreadsChanged = fact(
  'conversations:threadsChanged',
  z.strictObject({ threadId: Id, earlierThreadIds: z.array(Id) }),
)

export const MarkMoved = fact('conversations:markMoved', z.strictObject({ mark: Mark }))

/** Best effort, never stored; it stands for six seconds unless said again or taken back. */
export const TypingChanged = fact(
  'conversations:typingChanged',
  z.strictObject({
    threadId: Id,
    role: z.enum(['contact', 'staff']),
    /** Null for staff in what a contact receives. */
    personId: Id.nullable(),
    name: z.string(),
    isTyping: z.boolean(),
  }),
)
