import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { ConversationSummary } from './conversation.js'
import { SEARCH_QUERY_MAX } from './limits.js'

/** Words around what was found, in pieces; those that were searched for are marked. */
const Snippet = z.array(z.strictObject({ text: z.string(), isMatch: z.boolean() }))
export type Snippet = z.infer<typeof Snippet>

/** Where the searched words stand: in the name of the contact, in a message of the conversation, or it was named by its number. */
export const SearchHit = z.strictObject({
  conversation: ConversationSummary,
  match: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('contact') }),
    z.strictObject({ kind: z.literal('number') }),
    z.strictObject({
      kind: z.literal('message'),
      position: z.int().positive(),
      createdAt: Instant,
      authorRole: z.enum(['contact', 'staff']),
      authorName: z.string(),
      isNote: z.boolean(),
      snippet: Snippet,
    }),
  ]),
})
export type SearchHit = z.infer<typeof SearchHit>

/** Looks for words in what the reader may read: numbers and names first, then messages, the newest first. */
export const SearchConversations = command({
  name: 'conversations:searchConversations',
  permission: 'conversations.read',
  input: z.strictObject({
    query: z.string().trim().min(1).max(SEARCH_QUERY_MAX),
    /** `next` of the page before; absent for the first. */
    cursor: Id.optional(),
  }),
  output: z.strictObject({ hits: z.array(SearchHit), next: Id.nullable() }),
})
