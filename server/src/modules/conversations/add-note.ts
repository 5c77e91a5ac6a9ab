import { Inject, Singleton } from '@midwayjs/core'
import type { Entry } from '@parley/shared/conversations/entry'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationRepository } from './conversation.repository.js'
import { Mentioning } from './mentions.js'
import { OutgoingBodies } from './outgoing-body.js'
import { messageDraft, Send } from './send.js'
import type { Outgoing } from './send.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'
import { entryFor } from './views.js'

interface Input {
  threadId: string
  clientMessageId: string
  text: string
  quote?: string | undefined
  attachmentIds?: string[] | undefined
  /** Colleagues whom it names. */
  mentions?: string[] | undefined
}

/** Staff write for staff alone, in an open conversation or after it has ended. */
@Singleton()
export class AddNoteOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly bodies!: OutgoingBodies

  @Inject()
  private readonly send!: Send

  @Inject()
  private readonly mentioning!: Mentioning

  async run(caller: StaffPrincipal, input: Input): Promise<{ entry: Entry; conflict: boolean }> {
    await this.access.thread(caller, input.threadId, 'conversations.note')
    return this.write(caller, input)
  }

  /** Writes it for somebody whose right to was decided otherwise: whoever gives a conversation away says why. */
  async write(
    caller: StaffPrincipal,
    { threadId, mentions = [], ...noted }: Input,
  ): Promise<{ entry: Entry; conflict: boolean }> {
    const thread = await this.threads.get(caller.tenantId, threadId)
    const outgoing: Outgoing = {
      senderKey: caller.key,
      clientMessageId: noted.clientMessageId,
      author: { role: 'staff', id: caller.staffId, name: caller.name },
      body: await this.bodies.ofNote(thread, { caller, senderKey: caller.key, ...noted }),
    }
    const ended = await this.endedConversation(thread)
    const { entry, conflict } = await this.send.append(thread, outgoing, (head) =>
      messageDraft(outgoing, head.openConversationId ?? ended),
    )
    // After the note and before the answer: whoever was not answered sends it again, and what is missing is told then.
    await this.mentioning.run(thread, entry, mentions)
    return { entry: entryFor('staff', entry), conflict }
  }

  /** The conversation that a note belongs to where none is open: the last one. */
  private async endedConversation(thread: Thread): Promise<string | null> {
    const { openConversationId } = await this.log.head(thread)
    if (openConversationId !== null) return null
    const newest = await this.conversations.findNewest(thread)
    if (newest === null) throw new ParleyError('not_found')
    return newest.id
  }
}
