import { Inject, Singleton } from '@midwayjs/core'
import { MENTIONS_LISTED } from '@parley/shared/conversations/limits'
import type { Mention } from '@parley/shared/conversations/mentions'
import type { StaffCommands } from '@parley/shared/protocol'
import { StaffRepository, StaffRights } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'
import { MentionRepository } from './mention.repository.js'
import type { StoredMention } from './mention.repository.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'

const PREVIEW_MAX = 140

/** Tells colleagues that a note names them. */
@Singleton()
export class Mentioning {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly mentions!: MentionRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  /** May be repeated with the note that it belongs to. Who may not read the thread is told nothing, nor is whoever wrote it. */
  async run(thread: Thread, note: LogEntry, staffIds: readonly string[]): Promise<void> {
    for (const staffId of new Set(staffIds)) {
      if (staffId === note.author.id || !(await this.mayRead(thread, staffId))) continue
      if (await this.mentions.add(note, staffId)) this.broadcast.mentionsChanged(thread.tenantId, staffId)
    }
  }

  private async mayRead(thread: Thread, staffId: string): Promise<boolean> {
    const { tenantId } = thread
    const member = await this.staff.find(tenantId, staffId)
    if (member === null || member.isDisabled) return false
    const reader = { tenantId, staffId, grants: await this.rights.of(member), queueIds: member.queueIds }
    return this.access.readsThread(reader, thread)
  }
}

/** Where somebody was named, with what the notes say now. */
@Singleton()
export class ListMentionsOfStaff {
  @Inject()
  private readonly mentions!: MentionRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly access!: ConversationAccess

  async run(caller: StaffPrincipal): Promise<StaffCommands['conversations:listMentions']['output']> {
    const stored = await this.mentions.list(caller, MENTIONS_LISTED)
    const views = await Promise.all(stored.map((mention) => this.view(caller, mention)))
    return { mentions: views.filter((view) => view !== null) }
  }

  private async view(caller: StaffPrincipal, mention: StoredMention): Promise<Mention | null> {
    const { id, threadId, conversationId, seq, createdAt, isRead } = mention
    const thread = await this.threads.get(caller.tenantId, threadId)
    if (!(await this.access.readsThread(caller, thread))) return null
    const note = await this.entries.findAt({ tenantId: caller.tenantId, threadId }, 'staff', seq)
    if (note?.body.kind !== 'note') return null
    return {
      ...{ id, conversationId, threadId, position: seq, isRead },
      contactName: thread.contactName,
      author: note.author.name,
      text: note.body.text?.slice(0, PREVIEW_MAX) ?? null,
      createdAt: createdAt.toISOString(),
    }
  }
}

/** Read in one tab is read in all of them. */
@Singleton()
export class MarkMentionsReadOfStaff {
  @Inject()
  private readonly mentions!: MentionRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  async run(caller: StaffPrincipal, { threadId }: { threadId: string | null }): Promise<Record<string, never>> {
    const { tenantId, staffId } = caller
    if (await this.mentions.markRead(caller, threadId)) this.broadcast.mentionsChanged(tenantId, staffId)
    return {}
  }
}
