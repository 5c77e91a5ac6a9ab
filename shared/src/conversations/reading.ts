import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { ContactConversation, ConversationSummary, Mark } from './conversation.js'
import { Entry } from './entry.js'
import { HISTORY_PAGE_MAX, SYNC_MAX_THREADS } from './limits.js'

const position = z.int().nonnegative()

/** The newest page of a thread and where it ends: history is asked for backwards from it, news forwards. */
const page = {
  entries: z.array(Entry),
  /** The last position there is: the cursor to follow from. */
  position,
  hasEarlier: z.boolean(),
  marks: z.array(Mark),
}

/**
 * A contact opens their thread in the channel of their session; `thread` is null until they have written. Who comes back names what
 * they hold, and is told what they missed, where that is no more than a page: then the thread `goesOn` from there.
 */
export const OpenThread = command({
  name: 'conversations:openThread',
  permission: 'thread.own',
  input: z.strictObject({
    /** Up to where this client holds which thread without a hole. */
    held: z.strictObject({ threadId: Id, position: z.int().positive() }).optional(),
  }),
  output: z.strictObject({
    contact: z.strictObject({ id: Id, name: z.string() }),
    isAnyoneOnline: z.boolean(),
    thread: z
      .strictObject({ id: Id, conversation: ContactConversation.nullable(), ...page, goesOn: z.boolean() })
      .nullable(),
    /** What they wrote before they were identified, where it did not become the thread itself: shown above it, newest first. */
    earlierThreadIds: z.array(Id),
  }),
})

/** Staff open a conversation's thread and follow it live until they close it or disconnect. */
export const OpenConversation = command({
  name: 'conversations:openConversation',
  permission: 'conversations.read',
  input: z.strictObject({ conversationId: Id }),
  output: z.strictObject({ conversation: ConversationSummary, ...page }),
})

export const CloseConversation = command({
  name: 'conversations:closeConversation',
  permission: 'conversations.read',
  input: z.strictObject({ conversationId: Id }),
  output: z.strictObject({}),
})

const history = {
  input: z.strictObject({
    threadId: Id,
    before: z.int().positive(),
    limit: z.int().positive().max(HISTORY_PAGE_MAX).optional(),
  }),
  output: z.strictObject({ entries: z.array(Entry), hasEarlier: z.boolean() }),
}
/** Earlier entries, newest last, by keyset. */
export const LoadHistory = command({ name: 'conversations:loadHistory', permission: 'thread.own', ...history })
export const LoadConversationHistory = command({
  name: 'conversations:loadConversationHistory',
  permission: 'conversations.read',
  ...history,
})

/** Where a day begins in a thread: the first entry at or after a moment, or the last one; 0 where there is none. */
export const FindPosition = command({
  name: 'conversations:findPosition',
  permission: 'conversations.read',
  input: z.strictObject({ threadId: Id, at: Instant }),
  output: z.strictObject({ position }),
})

const sync = {
  input: z.strictObject({
    /** Thread id → the last position that this client holds without a hole. */
    cursors: z
      .record(Id, position)
      .refine((cursors) => Object.keys(cursors).length <= SYNC_MAX_THREADS, { message: 'too_many' }),
  }),
  output: z.strictObject({
    threads: z.record(
      Id,
      z.strictObject({
        entries: z.array(Entry),
        /** The cursor after these entries. */
        position,
        hasMore: z.boolean(),
        /** Too far behind to catch up entry by entry: open the thread again. */
        mustReload: z.boolean(),
        marks: z.array(Mark),
      }),
    ),
  }),
}
/** Pulls what came after each cursor (P4): how missed entries arrive, but for the page that `OpenThread` brings. */
export const SyncThreads = command({ name: 'conversations:syncThreads', permission: 'thread.own', ...sync })
export const SyncConversations = command({
  name: 'conversations:syncConversations',
  permission: 'conversations.read',
  ...sync,
})

const mark = {
  input: z.strictObject({ threadId: Id, position: z.int().positive() }),
  output: z.strictObject({ mark: Mark }),
}
export const MarkRead = command({ name: 'conversations:markRead', permission: 'thread.own', ...mark })
export const MarkConversationRead = command({
  name: 'conversations:markConversationRead',
  permission: 'conversations.read',
  ...mark,
})
/** A client's receipt: the entry has reached a screen's memory, read or not. */
export const MarkDelivered = command({ name: 'conversations:markDelivered', permission: 'thread.own', ...mark })
export const MarkConversationDelivered = command({
  name: 'conversations:markConversationDelivered',
  permission: 'conversations.read',
  ...mark,
})

export const SetTyping = command({
  name: 'conversations:setTyping',
  permission: 'thread.write',
  input: z.strictObject({ threadId: Id, isTyping: z.boolean() }),
  output: z.strictObject({}),
})
/** `audience` is who may see it: a contact must not learn that a note is being written. */
export const SetReplyTyping = command({
  name: 'conversations:setReplyTyping',
  permission: 'conversations.note',
  input: z.strictObject({ threadId: Id, isTyping: z.boolean(), audience: z.enum(['everyone', 'staff']) }),
  output: z.strictObject({}),
})
