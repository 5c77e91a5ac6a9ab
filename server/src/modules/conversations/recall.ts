import { Inject, Singleton } from '@midwayjs/core'
import type { Entry } from '@parley/shared/conversations/entry'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import { Clock } from '../../platform/clock.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ContactThreads } from './contact-threads.js'
import { ConversationAccess } from './conversation-access.js'
import { EntryRepository } from './entry.repository.js'
import type { Audience } from './entry.repository.js'
import type { LogEntry } from './log-entry.js'
import { MessageFiles } from './message-files.js'
import { recallRefusal } from './recall-policy.js'
import { ThreadLog } from './thread-log.js'
import { participantKeyOf } from './thread.repository.js'
import type { Thread } from './thread.repository.js'
import { entryFor } from './views.js'

interface Input {
  threadId: string
  position: number
}

/**
 * Takes a message back: an entry says so, then its words and files are gone. The entry's id is the target's place, so a repeated
 * recall is one recall, and repeating it finishes one that a crash interrupted.
 */
@Singleton()
export class Recall {
  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly files!: MessageFiles

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly clock!: Clock

  async run(
    thread: Thread,
    recall: { audience: Audience; position: number; senderKey: string; author: LogEntry['author'] },
  ): Promise<{ entry: Entry }> {
    const { audience, position, senderKey, author } = recall
    const key = { tenantId: thread.tenantId, threadId: thread.id }
    const target = await this.entries.findAt(key, audience, position)
    const refusal = recallRefusal(target, senderKey, this.clock.now())
    if (target === null || refusal !== null) throw new ParleyError(refusal ?? 'not_found')
    const { entry } = await this.log.append(thread, () => ({
      conversationId: target.conversationId,
      isVisibleToContact: target.isVisibleToContact,
      senderKey,
      clientMessageId: `recalled:${target.seq}`,
      author,
      body: { kind: 'recalled', targetSeq: target.seq, targetVisibleSeq: target.visibleSeq },
    }))
    await this.files.blank(key, target.seq)
    return { entry: entryFor(audience, entry) }
  }
}

@Singleton()
export class RecallMessageOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly recall!: Recall

  async run(caller: ContactPrincipal, { threadId, position }: Input): Promise<{ entry: Entry }> {
    const thread = await this.threads.get(caller, threadId)
    const author = { role: 'contact', id: caller.contactId, name: caller.name } as const
    return this.recall.run(thread, { audience: 'contact', position, senderKey: participantKeyOf(thread), author })
  }
}

@Singleton()
export class RecallReplyOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly recall!: Recall

  async run(caller: StaffPrincipal, { threadId, position }: Input): Promise<{ entry: Entry }> {
    const thread = await this.access.thread(caller, threadId, 'conversations.read')
    const author = { role: 'staff', id: caller.staffId, name: caller.name } as const
    return this.recall.run(thread, { audience: 'staff', position, senderKey: caller.key, author })
  }
}
