import { Inject, Singleton } from '@midwayjs/core'
import type { Mark } from '@parley/shared/conversations/conversation'
import type { Entry } from '@parley/shared/conversations/entry'
import { HISTORY_PAGE, SYNC_PAGE_ENTRIES, SYNC_RELOAD_AFTER } from '@parley/shared/conversations/limits'
import { EntryRepository } from './entry.repository.js'
import type { Audience } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'
import { idsOf } from './message-body.js'
import { MarkRepository } from './mark.repository.js'
import { ThreadLog } from './thread-log.js'
import type { Thread } from './thread.repository.js'
import { entryFor, marksFor } from './views.js'

/** What one answer carries at most, whichever limit comes first (P4). */
const SYNC_PAGE_BYTES = 256 * 1024

interface Pulled {
  entries: Entry[]
  position: number
  hasMore: boolean
  mustReload: boolean
  marks: Mark[]
}

interface Page {
  entries: Entry[]
  position: number
  hasEarlier: boolean
  marks: Mark[]
}

/** The newest part of a thread, and the conversation that is open by the last entry of it. */
interface Newest {
  page: Page
  openConversationId: string | null
}

/** Reading a thread as one audience: the newest page, the pages before it, and what came after a cursor. */
@Singleton()
export class ThreadReading {
  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly marks!: MarkRepository

  @Inject()
  private readonly log!: ThreadLog

  async newestPage(thread: Thread, audience: Audience): Promise<Newest> {
    const key = { tenantId: thread.tenantId, threadId: thread.id }
    const [found, marks] = await Promise.all([
      this.entries.listBefore(key, audience, { before: Number.MAX_SAFE_INTEGER, limit: HISTORY_PAGE }),
      this.marksOf(thread, audience),
    ])
    const entries = found.map((entry) => entryFor(audience, entry))
    const hasEarlier = (entries[0]?.position ?? 1) > 1
    const page = { entries, position: entries.at(-1)?.position ?? 0, hasEarlier, marks }
    return { page, openConversationId: found.at(-1)?.openConversationId ?? null }
  }

  /** What a contact who comes back has missed, as far as it fits a page; null where it does not, or their cursor is none of this log. */
  async missedBy(thread: Thread, cursor: number): Promise<Newest | null> {
    const key = { tenantId: thread.tenantId, threadId: thread.id }
    // The one that they have is read too: it says which conversation is open where nothing came after it.
    const [[held, ...missed], marks] = await Promise.all([
      this.entries.listAfter(key, 'contact', { after: cursor - 1, limit: HISTORY_PAGE + 1 }),
      this.marksOf(thread, 'contact'),
    ])
    if (held?.visibleSeq !== cursor || missed.length === HISTORY_PAGE) return null
    const { visibleSeq: position, openConversationId } = missed.at(-1) ?? held
    const entries = missed.map((entry) => entryFor('contact', entry))
    return { page: { entries, position, hasEarlier: true, marks }, openConversationId }
  }

  async pageBefore(
    thread: Thread,
    audience: Audience,
    page: { before: number; limit: number },
  ): Promise<{ entries: Entry[]; hasEarlier: boolean }> {
    const key = { tenantId: thread.tenantId, threadId: thread.id }
    const entries = (await this.entries.listBefore(key, audience, page)).map((entry) => entryFor(audience, entry))
    return { entries, hasEarlier: (entries[0]?.position ?? 1) > 1 }
  }

  /** The first entry at or after a moment. Time never runs backwards within a log, so halving finds it without an index. */
  async positionAt(thread: Thread, at: Date): Promise<number> {
    const key = { tenantId: thread.tenantId, threadId: thread.id }
    let [low, high] = [1, (await this.log.readHead(thread)).seq]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const entry = await this.entries.findAt(key, 'staff', middle)
      if (entry !== null && entry.createdAt < at) low = middle + 1
      else high = middle
    }
    return high
  }

  /** Where the log stands is looked up for a full page alone: anything less is all there is. */
  async pull(thread: Thread, audience: Audience, cursor: number): Promise<Pulled> {
    const key = { tenantId: thread.tenantId, threadId: thread.id }
    const [marks, found] = await Promise.all([
      this.marksOf(thread, audience),
      this.entries.listAfter(key, audience, { after: cursor, limit: SYNC_PAGE_ENTRIES }),
    ])
    const fitting = withinBytes(found)
    const entries = fitting.map((entry) => entryFor(audience, entry))
    const position = entries.at(-1)?.position ?? cursor
    const isAll = found.length < SYNC_PAGE_ENTRIES && fitting.length === found.length
    if (isAll) {
      if (audience === 'staff') this.log.noteLast(thread.id, position, found.at(-1) ?? null)
      return { entries, position, hasMore: false, mustReload: false, marks }
    }
    const head = await this.log.readHead(thread)
    const last = audience === 'staff' ? head.seq : head.visibleSeq
    if (last - cursor > SYNC_RELOAD_AFTER)
      return { entries: [], position: cursor, hasMore: false, mustReload: true, marks }
    return { entries, position, hasMore: position < last, mustReload: false, marks }
  }

  private async marksOf(thread: Thread, audience: Audience): Promise<Mark[]> {
    return marksFor(audience, await this.marks.list(thread.tenantId, thread.id), thread.contactId)
  }
}

/** About what one attachment of a message weighs on the wire, its name included. */
const ATTACHMENT_BYTES = 500
const QUOTE_BYTES = 700

/** As many of the first entries as fit; at least one, so that every pull makes progress. */
function withinBytes(entries: LogEntry[]): LogEntry[] {
  let bytes = 0
  const tooMany = entries.findIndex(({ body }, index) => {
    bytes += 400 + ('text' in body && body.text !== null ? Buffer.byteLength(body.text) : 0)
    if ('quote' in body && body.quote !== undefined) bytes += QUOTE_BYTES
    bytes += idsOf(body).length * ATTACHMENT_BYTES
    return index > 0 && bytes > SYNC_PAGE_BYTES
  })
  return tooMany === -1 ? entries : entries.slice(0, tooMany)
}
