import { Inject, Singleton } from '@midwayjs/core'
import type { Mark } from '@parley/shared/conversations/conversation'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ContactThreads } from './contact-threads.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationRepository } from './conversation.repository.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { EntryRepository } from './entry.repository.js'
import type { Audience } from './entry.repository.js'
import type { Head } from './log-entry.js'
import { ANSWERING_READER, CONTACT_READER, MarkRepository } from './mark.repository.js'
import type { MarkMove, StoredMark } from './mark.repository.js'
import { ThreadLog } from './thread-log.js'
import type { Thread } from './thread.repository.js'
import { UnreadRepository } from './unread.repository.js'
import { markFor } from './views.js'

interface Input {
  threadId: string
  position: number
}

type Kind = 'read' | 'delivered'

/** What has been read has been delivered as well. */
function moveTo(entry: Head, kind: Kind, audience: Audience): MarkMove {
  const delivered = { deliveredSeq: entry.seq, deliveredVisibleSeq: entry.visibleSeq }
  if (kind === 'delivered') return delivered
  const readCount = audience === 'staff' ? entry.contactCount : entry.staffCount
  return { readSeq: entry.seq, readVisibleSeq: entry.visibleSeq, readCount, ...delivered }
}

/** How a mark moves, whoever's it is: to an entry that exists, forward only, and everyone concerned is told. */
@Singleton()
export class Marking {
  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly marks!: MarkRepository

  @Inject()
  private readonly unread!: UnreadRepository

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  async ofContact(thread: Thread, position: number, kind: Kind): Promise<{ mark: Mark }> {
    const entry = await this.entryAt(thread, 'contact', position)
    const mark = await this.move(thread, CONTACT_READER, moveTo(entry, kind, 'contact'))
    if (kind === 'read') await this.unread.note(thread, { readCount: mark.readCount })
    return { mark: markFor('contact', mark, thread.contactId) }
  }

  async ofStaff(
    caller: StaffPrincipal,
    thread: Thread,
    { position, kind }: { position: number; kind: Kind },
  ): Promise<{ mark: Mark }> {
    const entry = await this.entryAt(thread, 'staff', position)
    const move = moveTo(entry, kind, 'staff')
    const isAnswering = await this.isAnswering(caller, thread)
    const [mark] = await Promise.all([
      this.move(thread, caller.key, move),
      isAnswering ? this.move(thread, ANSWERING_READER, move) : null,
    ])
    return { mark: markFor('staff', mark, thread.contactId) }
  }

  /** Nearly always the last one, which is known: it was just told of. */
  private async entryAt(thread: Thread, audience: Audience, position: number): Promise<Head> {
    const last = this.log.lastAt(thread.id, audience, position)
    if (last !== null) return last
    const entry = await this.entries.findAt({ tenantId: thread.tenantId, threadId: thread.id }, audience, position)
    if (entry === null) throw new ParleyError('not_found')
    return entry
  }

  private async move(thread: Thread, readerKey: string, move: MarkMove): Promise<StoredMark> {
    const mark = await this.marks.move(thread, readerKey, move)
    this.broadcast.markMoved(thread, mark)
    return mark
  }

  /** Only the assignee's reading is the contact's business. */
  private async isAnswering(caller: StaffPrincipal, thread: Thread): Promise<boolean> {
    const { openConversationId } = await this.log.head(thread)
    if (openConversationId === null) return false
    return (await this.conversations.assigneeIdOf(caller.tenantId, openConversationId)) === caller.staffId
  }
}

@Singleton()
export class MarkReadOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly marking!: Marking

  async run(caller: ContactPrincipal, { threadId, position }: Input): Promise<{ mark: Mark }> {
    return this.marking.ofContact(await this.threads.get(caller, threadId), position, 'read')
  }
}

@Singleton()
export class MarkDeliveredOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly marking!: Marking

  async run(caller: ContactPrincipal, { threadId, position }: Input): Promise<{ mark: Mark }> {
    return this.marking.ofContact(await this.threads.get(caller, threadId), position, 'delivered')
  }
}

@Singleton()
export class MarkReadOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly marking!: Marking

  async run(caller: StaffPrincipal, { threadId, position }: Input): Promise<{ mark: Mark }> {
    const thread = await this.access.thread(caller, threadId, 'conversations.read')
    return this.marking.ofStaff(caller, thread, { position, kind: 'read' })
  }
}

@Singleton()
export class MarkDeliveredOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly marking!: Marking

  async run(caller: StaffPrincipal, { threadId, position }: Input): Promise<{ mark: Mark }> {
    const thread = await this.access.thread(caller, threadId, 'conversations.read')
    return this.marking.ofStaff(caller, thread, { position, kind: 'delivered' })
  }
}
