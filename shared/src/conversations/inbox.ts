import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { ConversationSummary, Mark } from './conversation.js'
import { CountRow } from './counts.js'
import { INBOX_PAGE } from './limits.js'

export const InboxTab = z.enum(['mine', 'waiting', 'all', 'ended'])
export type InboxTab = z.infer<typeof InboxTab>

/** What is left of a tab: what fits all that is given. */
export const InboxFilter = z.strictObject({
  queueId: Id.optional(),
  channelId: Id.optional(),
  tagId: Id.optional(),
  assigneeId: Id.optional(),
})
export type InboxFilter = z.infer<typeof InboxFilter>

/**
 * One page of a tab, in an order that stays while people work: mine by assignment (newest first), waiting by waiting time
 * (longest first), all by start (newest first), ended by end (newest first).
 */
export const ListInbox = command({
  name: 'conversations:listInbox',
  permission: 'conversations.read',
  input: z.strictObject({
    tab: InboxTab,
    filter: InboxFilter.optional(),
    /** `next` of the page before; absent for the first. */
    cursor: z.string().max(200).optional(),
    limit: z.int().positive().max(INBOX_PAGE).optional(),
  }),
  output: z.strictObject({
    conversations: z.array(ConversationSummary),
    /** The reader's own marks in these threads. */
    marks: z.array(Mark),
    next: z.string().nullable(),
    /** What the numbers on the tabs are made of (`tabCounts`): of the queues that the reader sees, and of their own chats. */
    counts: z.array(CountRow),
  }),
})

/** Takes a waiting conversation by hand, within one's cap. */
export const ClaimConversation = command({
  name: 'conversations:claimConversation',
  permission: 'conversations.reply',
  input: z.strictObject({ conversationId: Id }),
  output: z.strictObject({ conversation: ConversationSummary }),
})

/** A contact ends their own conversation: the one that is open in the thread, if it still is. */
export const EndOwnConversation = command({
  name: 'conversations:endOwnConversation',
  permission: 'thread.own',
  input: z.strictObject({ threadId: Id, seenPosition: z.int().nonnegative() }),
  output: z.strictObject({}),
})

/** Ends it by an entry; `seenPosition` is the last entry on the screen: a contact's message after it stops the end. */
export const EndConversation = command({
  name: 'conversations:endConversation',
  permission: 'conversations.end',
  input: z.strictObject({ conversationId: Id, seenPosition: z.int().nonnegative() }),
  output: z.strictObject({ conversation: ConversationSummary }),
})
