import { Inject, Singleton } from '@midwayjs/core'
import { DraftChanged } from '@parley/shared/conversations/draft'
import type { Draft } from '@parley/shared/conversations/draft'
import {
  ContactConversationChanged,
  ConversationsChanged,
  EntryAppended,
  MarkMoved,
  ThreadsChanged,
  TypingChanged,
} from '@parley/shared/conversations/facts'
import { InboxViewsChanged } from '@parley/shared/conversations/inbox-views'
import { CountsChanged } from '@parley/shared/conversations/counts'
import { ContactChanged } from '@parley/shared/contacts/contact'
import { ContactNotesChanged } from '@parley/shared/contacts/note'
import { MentionsChanged } from '@parley/shared/conversations/mentions'
import { ViewingChanged } from '@parley/shared/conversations/viewing'
import { FactBus } from '../../platform/fact-bus.js'
import type { ServerFacts } from '../../platform/fact-bus.js'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { principalRoom } from '../../platform/realtime/rooms.js'
import type { Conversation } from './conversation.js'
import type { StoredCount } from './count.repository.js'
import type { LogEntry } from './log-entry.js'
import { ANSWERING_READER, CONTACT_READER } from './mark.repository.js'
import type { StoredMark } from './mark.repository.js'
import { contactRoom, inboxRoom, queueRoom, threadRoom } from './rooms.js'
import type { Thread } from './thread.repository.js'
import { contactConversationOf, entryFor, markFor, summaryOf } from './views.js'

type StoredEntry = ServerFacts['conversations:entryStored']

/** To whom a fact goes: the sockets of every node, or of this one alone. */
type Emit = RealtimeServer['emit']

const CONTACT = '/contact'
const STAFF = '/staff'

/** The only place where conversations speak to sockets: what was written, to the rooms of those who may know. */
@Singleton()
export class ConversationsBroadcast {
  @Inject()
  private readonly realtime!: RealtimeServer

  @Inject()
  private readonly bus!: FactBus

  private readonly everywhere: Emit = (...fact) => this.realtime.emit(...fact)
  private readonly here: Emit = (...fact) => this.realtime.emitHere(...fact)

  /** Starts listening, once the server's sockets exist. */
  start(): void {
    this.bus.on('conversations:entryStored', (stored) => this.entryAppended(stored))
  }

  /** A step of its life, to everyone who follows it. */
  conversationChanged(conversation: Conversation, emit: Emit = this.everywhere): void {
    const { tenantId, threadId, contactId } = conversation
    const rooms = [threadRoom(tenantId, threadId)]
    emit({ namespace: STAFF, rooms }, ConversationsChanged, { conversations: [summaryOf(conversation)] })
    emit({ namespace: CONTACT, rooms: [contactRoom(tenantId, contactId)] }, ContactConversationChanged, {
      threadId,
      conversation: contactConversationOf(conversation),
    })
  }

  /** What followed from entries, which everyone who follows has been sent: to each assignee's list, all of theirs at once. */
  summariesMoved(tenantId: string, conversations: Conversation[]): void {
    const byAssignee = new Map<string, Conversation[]>()
    for (const conversation of conversations) {
      const { assignee } = conversation
      if (assignee === null) continue
      const known = byAssignee.get(assignee.id)
      if (known === undefined) byAssignee.set(assignee.id, [conversation])
      else known.push(conversation)
    }
    for (const [staffId, theirs] of byAssignee) {
      const rooms = [principalRoom(tenantId, `staff:${staffId}`)]
      this.realtime.emit({ namespace: STAFF, rooms }, ConversationsChanged, { conversations: theirs.map(summaryOf) })
    }
  }

  /** To the lists of all who may see them, those of a queue at once. (An assignee is told apart from this.) */
  inboxChanged(tenantId: string, conversations: readonly Conversation[], emit: Emit = this.everywhere): void {
    const queueIds = new Set(conversations.map(({ queueId }) => queueId))
    for (const each of queueIds) {
      const rooms = [inboxRoom(tenantId), queueRoom(tenantId, each)]
      const theirs = conversations.filter(({ queueId }) => queueId === each)
      emit({ namespace: STAFF, rooms }, ConversationsChanged, { conversations: theirs.map(summaryOf) })
    }
  }

  /** Of all queues at once to those who see all, of a queue to those who see it, and to assignees of their own. */
  countsChanged(tenantId: string, rows: readonly StoredCount[]): void {
    const tell = (room: string, theirs: StoredCount[]) =>
      this.realtime.emit({ namespace: STAFF, rooms: [room] }, CountsChanged, { rows: theirs })
    const ofQueues = rows.filter(({ assigneeId }) => assigneeId === null)
    if (ofQueues.length > 0) tell(inboxRoom(tenantId), ofQueues)
    for (const row of ofQueues) tell(queueRoom(tenantId, row.queueId), [row])
    for (const assigneeId of new Set(rows.map((row) => row.assigneeId))) {
      if (assigneeId === null) continue
      const theirs = rows.filter((row) => row.assigneeId === assigneeId)
      tell(principalRoom(tenantId, `staff:${assigneeId}`), theirs)
    }
  }

  /** An assignee follows the thread from every tab, whether it is open there or not. */
  assigneeFollows({ tenantId, threadId }: Conversation, staffId: string): void {
    this.realtime.moveRoom({
      namespace: STAFF,
      of: [principalRoom(tenantId, `staff:${staffId}`)],
      join: threadRoom(tenantId, threadId),
    })
  }

  /** A known contact hears what is said in the threads of the visitor that they were, on nodes that do not know yet too. */
  contactFollows({ tenantId, id }: { tenantId: string; id: string }, visitorId: string): void {
    this.realtime.moveRoom({
      namespace: CONTACT,
      of: [contactRoom(tenantId, id)],
      join: contactRoom(tenantId, visitorId),
    })
  }

  /** To staff who have a thread of the contact open. */
  contactChanged(threads: readonly Thread[], change: { contactId: string; version: number }): void {
    const rooms = threads.map(({ tenantId, id }) => threadRoom(tenantId, id))
    this.realtime.emit({ namespace: STAFF, rooms }, ContactChanged, change)
  }

  contactNoted(threads: readonly Thread[], contactId: string): void {
    const rooms = threads.map(({ tenantId, id }) => threadRoom(tenantId, id))
    this.realtime.emit({ namespace: STAFF, rooms }, ContactNotesChanged, { contactId })
  }

  threadsChanged(
    { tenantId, contactId }: { tenantId: string; contactId: string },
    threads: { threadId: string; earlierThreadIds: string[] },
  ): void {
    this.realtime.emit({ namespace: CONTACT, rooms: [contactRoom(tenantId, contactId)] }, ThreadsChanged, threads)
  }

  /** To every tab of whoever had it: it leaves their list. */
  formerAssigneeHears(conversation: Conversation, staffId: string): void {
    const rooms = [principalRoom(conversation.tenantId, `staff:${staffId}`)]
    this.realtime.emit({ namespace: STAFF, rooms }, ConversationsChanged, { conversations: [summaryOf(conversation)] })
  }

  assigneeLeaves({ tenantId, threadId }: Conversation, staffId: string): void {
    this.realtime.moveRoom({
      namespace: STAFF,
      of: [principalRoom(tenantId, `staff:${staffId}`)],
      leave: threadRoom(tenantId, threadId),
    })
  }

  markMoved(thread: Thread, mark: StoredMark): void {
    const { tenantId, contactId } = thread
    if (mark.readerKey !== ANSWERING_READER) {
      const rooms =
        mark.readerKey === CONTACT_READER
          ? [threadRoom(tenantId, thread.id)]
          : [principalRoom(tenantId, mark.readerKey)]
      this.realtime.emit({ namespace: STAFF, rooms }, MarkMoved, { mark: markFor('staff', mark, contactId) })
    }
    if (mark.readerKey === CONTACT_READER || mark.readerKey === ANSWERING_READER) {
      this.realtime.emit({ namespace: CONTACT, rooms: [contactRoom(tenantId, contactId)] }, MarkMoved, {
        mark: markFor('contact', mark, contactId),
      })
    }
  }

  typingChanged(
    thread: Thread,
    typist: { role: 'contact' | 'staff'; personId: string; name: string; isTyping: boolean; exceptSocket: string },
    audience: 'everyone' | 'staff',
  ): void {
    const { exceptSocket, ...typing } = typist
    const payload = { threadId: thread.id, ...typing }
    const rooms = [threadRoom(thread.tenantId, thread.id)]
    this.realtime.emit({ namespace: STAFF, rooms, exceptSocket }, TypingChanged, payload)
    if (audience === 'staff' || typist.role === 'contact') return
    const contact = [contactRoom(thread.tenantId, thread.contactId)]
    this.realtime.emit({ namespace: CONTACT, rooms: contact }, TypingChanged, { ...payload, personId: null })
  }

  /** To those in the thread, and to the lists in which it stands. */
  viewingChanged(
    { id, tenantId, threadId, queueId }: Pick<Conversation, 'id' | 'tenantId' | 'threadId' | 'queueId'>,
    viewer: { staffId: string; name: string; isViewing: boolean },
  ): void {
    const rooms = [threadRoom(tenantId, threadId), inboxRoom(tenantId), queueRoom(tenantId, queueId)]
    this.realtime.emit({ namespace: STAFF, rooms }, ViewingChanged, { conversationId: id, ...viewer })
  }

  /** To the other tabs and devices of whoever wrote it, and nobody else. */
  draftChanged({ tenantId, key }: { tenantId: string; key: string }, draft: Draft, exceptSocket: string): void {
    this.realtime.emit({ namespace: STAFF, rooms: [principalRoom(tenantId, key)], exceptSocket }, DraftChanged, {
      draft,
    })
  }

  /** To every tab of whoever was named in a note. */
  mentionsChanged(tenantId: string, staffId: string): void {
    const rooms = [principalRoom(tenantId, `staff:${staffId}`)]
    this.realtime.emit({ namespace: STAFF, rooms }, MentionsChanged, {})
  }

  /** To every tab and device of whoever owns the views. */
  inboxViewsChanged({ tenantId, key }: { tenantId: string; key: string }): void {
    this.realtime.emit({ namespace: STAFF, rooms: [principalRoom(tenantId, key)] }, InboxViewsChanged, {})
  }

  /** What another node wrote and may have told nobody here, to this node's own sockets. Clients drop what they have. */
  toldFromStore(written: readonly { thread: Thread; entry: LogEntry }[], conversations: readonly Conversation[]): void {
    for (const conversation of conversations) {
      if (conversation.assignee !== null) this.assigneeFollows(conversation, conversation.assignee.id)
    }
    for (const { thread, entry } of written) this.entryAppended({ thread, entry }, this.here)
    for (const conversation of conversations) this.conversationChanged(conversation, this.here)
    for (const tenantId of new Set(conversations.map((each) => each.tenantId))) {
      const theirs = conversations.filter((each) => each.tenantId === tenantId)
      this.inboxChanged(tenantId, theirs, this.here)
    }
  }

  private entryAppended({ thread, entry, answeredSocket }: StoredEntry, emit: Emit = this.everywhere): void {
    const staff = { namespace: STAFF, rooms: [threadRoom(thread.tenantId, thread.id)], exceptSocket: answeredSocket }
    emit(staff, EntryAppended, { entry: entryFor('staff', entry) })
    if (!entry.isVisibleToContact) return
    const rooms = [contactRoom(thread.tenantId, thread.contactId)]
    const contact = { namespace: CONTACT, rooms, exceptSocket: answeredSocket }
    emit(contact, EntryAppended, { entry: entryFor('contact', entry) })
  }
}
