import { z } from 'zod'
import { ATTACHMENTS_PER_MESSAGE } from '../attachments/limits.js'
import { command } from '../kernel/command.js'
import { ClientMessageId, Id } from '../kernel/ids.js'
import { Card, Entry } from './entry.js'
import { MENTIONS_PER_NOTE, TEXT_MAX_CHARACTERS } from './limits.js'

/** Text as people write it: not blank, at most 10,000 characters, kept exactly as sent. */
export const MessageText = z
  .string()
  .max(TEXT_MAX_CHARACTERS)
  .refine((text) => text.trim() !== '', { message: 'blank' })

/** What a message can carry; a new type is one more member (C6). */
export const MessageContent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: MessageText }),
  z.strictObject({
    type: z.literal('files'),
    /** Uploaded by the sender and verified, in the order in which they are shown. */
    attachmentIds: z.array(Id).min(1).max(ATTACHMENTS_PER_MESSAGE),
    /** The caption, empty for none. */
    text: z.string().max(TEXT_MAX_CHARACTERS),
  }),
  z.strictObject({ type: z.literal('card'), card: Card }),
])
export type MessageContent = z.infer<typeof MessageContent>

/** `conflict`: the id was used before with other content; `entry` is what was stored then and stays. */
const Sent = z.strictObject({ entry: Entry, conflict: z.boolean() })

/** The id of an entry of the same thread that the message answers: one that whoever reads the message may see, else `quote_refused`. */
const quote = Id.optional()

/** A contact writes. `threadId` is null before their first message: the thread begins with it. */
export const SendMessage = command({
  name: 'conversations:sendMessage',
  permission: 'thread.write',
  input: z.strictObject({ threadId: Id.nullable(), clientMessageId: ClientMessageId, content: MessageContent, quote }),
  output: Sent,
})

/** The assignee answers. */
export const SendReply = command({
  name: 'conversations:sendReply',
  permission: 'conversations.reply',
  input: z.strictObject({ threadId: Id, clientMessageId: ClientMessageId, content: MessageContent, quote }),
  output: Sent,
})

/** Staff write for staff alone, with files or without; a contact never learns that the entry exists. */
export const AddNote = command({
  name: 'conversations:addNote',
  permission: 'conversations.note',
  input: z
    .strictObject({
      threadId: Id,
      clientMessageId: ClientMessageId,
      text: z.string().max(TEXT_MAX_CHARACTERS),
      /** Uploaded by the writer and verified. */
      attachmentIds: z.array(Id).max(ATTACHMENTS_PER_MESSAGE).optional(),
      /** Colleagues whom it names; those who may read the thread are told. */
      mentions: z.array(Id).max(MENTIONS_PER_NOTE).optional(),
      quote,
    })
    .refine(({ text, attachmentIds = [] }) => text.trim() !== '' || attachmentIds.length > 0, { message: 'blank' }),
  output: Sent,
})

const recall = {
  input: z.strictObject({ threadId: Id, position: z.int().positive() }),
  output: z.strictObject({ entry: Entry }),
}
/** Takes back one's own message within two minutes (C13): the text is blanked, an entry says so. */
export const RecallMessage = command({ name: 'conversations:recallMessage', permission: 'thread.own', ...recall })
/** The same for staff. */
export const RecallReply = command({ name: 'conversations:recallReply', permission: 'conversations.recall', ...recall })
