import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { Attachments } from '../attachments/index.js'
import { ContactNoteRepository, ContactPictures } from '../contacts/index.js'
import type { Merge } from '../contacts/index.js'
import { ConversationLife } from './conversation-life.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import type { Conversation } from './conversation.js'
import { RehomingRepository } from './rehoming.repository.js'
import { Summaries } from './summaries.js'
import { ThreadRepository } from './thread.repository.js'
import type { Owner, Thread } from './thread.repository.js'

/**
 * What a visitor wrote becomes the known contact's that they turned out to be (mechanisms, "Identifying"). Their thread goes
 * over whole: nobody's key in it changes, so a retry of what they sent is still recognised. Of two open conversations the
 * contact's stays. Every step may be repeated: whoever finds a merge half done does all of it again.
 */
@Singleton()
export class AdoptThreads {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly rehoming!: RehomingRepository

  @Inject()
  private readonly attachments!: Attachments

  @Inject()
  private readonly pictures!: ContactPictures

  @Inject()
  private readonly notes!: ContactNoteRepository

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly clock!: Clock

  async run({ visitor, contact }: Merge): Promise<void> {
    const { tenantId, channelId } = visitor
    const founded = await this.threads.findFoundedBy({ tenantId, channelId, contactId: visitor.id })
    if (founded === null) return
    const owner = { contactId: contact.id, contactName: contact.name, contactAvatar: this.pictures.of(contact) }
    // First, so that whatever begins in the thread from now on is theirs.
    const thread = founded.contactId === owner.contactId ? founded : await this.threads.handOver(founded, owner)
    this.broadcast.contactFollows(contact, visitor.id)
    await this.settle(thread, owner)
    const changed = await this.rehoming.rehomeEnded(thread, owner)
    for (const conversation of changed) this.summaries.touch(conversation)
    await this.attachments.rehome({ tenantId, from: visitor.id, to: contact.id })
    await this.notes.rehome({ tenantId, from: visitor.id, to: contact.id })
    await this.announce(contact)
  }

  /** Decides where the contact goes on: where a conversation is open, else where they were. */
  private async settle(thread: Thread, owner: Owner): Promise<void> {
    const others = (await this.threads.listOfContact(thread)).filter(({ id }) => id !== thread.id)
    const open = await this.rehoming.findOpen(thread)
    const isTheirs = open !== null && (await this.rehoming.rehome(open, owner))
    if (isTheirs) {
      this.summaries.touch(open)
      if (thread.isEarlier) await this.threads.bringForward(thread)
      for (const other of others) if (!other.isEarlier) await this.threads.setAside(other, this.clock.now())
      return
    }
    // Set aside before its conversation ends: what is written in between goes to the other thread.
    const hasAnother = others.some(({ isEarlier }) => !isEarlier)
    if (hasAnother && !thread.isEarlier) await this.threads.setAside(thread, this.clock.now())
    if (open !== null) await this.endAsContinued(thread, open)
  }

  private async endAsContinued(thread: Thread, open: Conversation): Promise<void> {
    if (open.state === 'beginning') await this.life.writeStart(thread, open)
    const author = { role: 'system', id: null, name: '' } as const
    try {
      await this.life.end(open, { reason: 'continued', author, seenSeq: Number.MAX_SAFE_INTEGER })
    } catch (error) {
      // Somebody else ended it meanwhile.
      if (!(error instanceof ParleyError) || error.code !== 'conversation_ended') throw error
    }
  }

  /** The contact's other devices are told where they go on now. */
  private async announce({ tenantId, id: contactId, channelId }: Merge['contact']): Promise<void> {
    const [current, ...earlier] = await this.threads.listOfContact({ tenantId, contactId, channelId })
    if (current === undefined) return
    const earlierThreadIds = earlier.map(({ id }) => id)
    this.broadcast.threadsChanged({ tenantId, contactId }, { threadId: current.id, earlierThreadIds })
  }
}
