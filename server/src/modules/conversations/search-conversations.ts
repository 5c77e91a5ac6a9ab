import { Inject, Singleton } from '@midwayjs/core'
import type { SearchHit } from '@parley/shared/conversations/search'
import type { StaffCommands } from '@parley/shared/protocol'
import type { StaffPrincipal } from '../accounts/index.js'
import { isReached } from './access-policy.js'
import type { Conversation } from './conversation.js'
import { ConversationRepository } from './conversation.repository.js'
import { snippetOf } from './search-snippet.js'
import { SearchRepository } from './search.repository.js'
import type { FoundMessage } from './search.repository.js'
import { searchWords } from '../../platform/search-words.js'
import type { SearchWords } from '../../platform/search-words.js'
import { ThreadRepository } from './thread.repository.js'
import { summaryOf } from './views.js'

type Search = StaffCommands['conversations:searchConversations']

const PAGE = 20
const NAMES_MAX = 8
/** Of those who may read little, as many messages are looked at for one page. */
const LOOKED_AT = 100
const ROUNDS_MAX = 5
const NUMBER = /^[0-9a-f]{24}$/

/** Words in messages, names of contacts and numbers of conversations, as far as the caller may read them. */
@Singleton()
export class SearchConversationsOfStaff {
  @Inject()
  private readonly search!: SearchRepository

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly threads!: ThreadRepository

  async run(caller: StaffPrincipal, { query, cursor }: Search['input']): Promise<Search['output']> {
    const words = searchWords(query)
    if (words.tokens.length === 0 && words.beginnings.length === 0) return { hits: [], next: null }
    const first = cursor === undefined ? await this.first(caller, query.trim(), words) : []
    const { messages, next } = await this.messages(caller, words, cursor)
    return { hits: [...first, ...(await this.hitsOf(caller, messages, words))], next }
  }

  /** What is no message: the conversation of a number, and those of contacts whose name has the words. */
  private async first(caller: StaffPrincipal, query: string, words: SearchWords): Promise<SearchHit[]> {
    const { tenantId } = caller
    const numbered = NUMBER.test(query) ? await this.conversations.list(tenantId, [query]) : []
    const threads = await this.threads.listNamed(tenantId, words, LOOKED_AT)
    const readable = await this.readable(
      caller,
      threads.map(({ id }) => id),
    )
    const named = await Promise.all(
      threads
        .filter(({ id }) => readable.has(id))
        .slice(0, NAMES_MAX)
        .map((thread) => this.conversations.findNewest(thread)),
    )
    return [
      ...numbered
        .filter((conversation) => conversation.state !== 'beginning' && reads(caller, conversation))
        .map((conversation) => ({ conversation: summaryOf(conversation), match: { kind: 'number' as const } })),
      ...named
        .filter((conversation) => conversation !== null)
        .map((conversation) => ({ conversation: summaryOf(conversation), match: { kind: 'contact' as const } })),
    ]
  }

  /** A page of messages that the caller may read; a short one where there was more to look through than one search may. */
  private async messages(
    caller: StaffPrincipal,
    words: SearchWords,
    cursor: string | undefined,
  ): Promise<{ messages: FoundMessage[]; next: string | null }> {
    const messages: FoundMessage[] = []
    let before = cursor
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const found = await this.search.find(caller.tenantId, words, { before, limit: LOOKED_AT })
      const readable = await this.readable(
        caller,
        found.map(({ threadId }) => threadId),
      )
      for (const message of found) {
        if (messages.length === PAGE) return { messages, next: before ?? null }
        before = message.id
        if (readable.has(message.threadId)) messages.push(message)
      }
      if (found.length < LOOKED_AT) return { messages, next: null }
    }
    return { messages, next: before ?? null }
  }

  /** Which of some threads the caller may read: by any conversation of them that is theirs or in their queues. */
  private async readable(caller: StaffPrincipal, threadIds: readonly string[]): Promise<ReadonlySet<string>> {
    const scope = caller.grants['conversations.read']
    if (scope === 'all' || threadIds.length === 0) return new Set(threadIds)
    const queueIds = scope === 'queue' ? caller.queueIds : []
    const reach = { assigneeId: caller.staffId, queueIds }
    return this.conversations.listReached(caller.tenantId, [...new Set(threadIds)], reach)
  }

  private async hitsOf(caller: StaffPrincipal, messages: FoundMessage[], words: SearchWords): Promise<SearchHit[]> {
    const ids = [...new Set(messages.map(({ conversationId }) => conversationId))]
    const conversations = await this.conversations.list(caller.tenantId, ids)
    const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]))
    return messages.flatMap((message) => {
      const conversation = byId.get(message.conversationId)
      return conversation === undefined ? [] : [hitOf(message, conversation, words)]
    })
  }
}

const reads = (caller: StaffPrincipal, { assignee, queueId }: Conversation): boolean =>
  isReached(caller, 'conversations.read', { assigneeId: assignee?.id ?? null, queueId })

function hitOf(message: FoundMessage, conversation: Conversation, { words }: SearchWords): SearchHit {
  const { seq, createdAt, author, isNote, text } = message
  return {
    conversation: summaryOf(conversation),
    match: {
      kind: 'message',
      position: seq,
      createdAt: createdAt.toISOString(),
      authorRole: author.role,
      authorName: author.name,
      isNote,
      snippet: snippetOf(text, words),
    },
  }
}
