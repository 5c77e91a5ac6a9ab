import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { MENTIONS_LISTED } from './limits.js'

/** Somebody was named in a note, and should look. */
export const Mention = z.strictObject({
  id: Id,
  conversationId: Id,
  threadId: Id,
  /** Of the note. */
  position: z.int().positive(),
  /** Whom the conversation is with. */
  contactName: z.string(),
  author: z.string(),
  /** The note's first words; null once recalled. */
  text: z.string().nullable(),
  createdAt: Instant,
  isRead: z.boolean(),
})
export type Mention = z.infer<typeof Mention>

/** One's own, the newest first; those in conversations that one may not read any more are left out. */
export const ListMentions = command({
  name: 'conversations:listMentions',
  permission: 'conversations.read',
  input: z.strictObject({}),
  output: z.strictObject({ mentions: z.array(Mention).max(MENTIONS_LISTED) }),
})

/** Those of a thread that was opened; all of them where none is named. */
export const MarkMentionsRead = command({
  name: 'conversations:markMentionsRead',
  permission: 'conversations.read',
  input: z.strictObject({ threadId: Id.nullable() }),
  output: z.strictObject({}),
})

/** To every tab of whoever was named, or has read: their list is another now. */
export const MentionsChanged = fact('conversations:mentionsChanged', z.strictObject({}))
