import { Inject, Singleton } from '@midwayjs/core'
import type { Attachment } from '@parley/shared/attachments/attachment'
import type { Card } from '@parley/shared/conversations/entry'
import type { MessageContent } from '@parley/shared/conversations/message'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Principal } from '../../platform/principal.js'
import { ForeignImages } from '../../platform/http/foreign-images.js'
import { Attachments } from '../attachments/index.js'
import { EntryRepository } from './entry.repository.js'
import { Quoting } from './quoting.js'
import type { MessageBody } from './message-body.js'
import type { Thread } from './thread.repository.js'

/** A message as its sender handed it in, before it has a body. */
interface Handed {
  caller: Principal
  /** Under which key they write in the thread. */
  senderKey: string
  role: 'contact' | 'staff'
  clientMessageId: string
  content: MessageContent
  quote?: string | undefined
  /** For staff alone. */
  isInternal?: boolean
}

/** A note as its writer handed it in. */
interface Noted {
  caller: Principal
  senderKey: string
  clientMessageId: string
  text: string
  attachmentIds?: readonly string[] | undefined
  quote?: string | undefined
}

/** Makes the body of a message: its files become the message's own before it is written, so none is ever shown without them. */
@Singleton()
export class OutgoingBodies {
  @Inject()
  private readonly attachments!: Attachments

  @Inject()
  private readonly images!: ForeignImages

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly quoting!: Quoting

  /** @throws ParleyError `not_found`, `attachment_not_ready`, `quote_refused` */
  async of(thread: Thread, { content, quote: quotedId, ...sender }: Handed): Promise<MessageBody> {
    const quote = await this.quoting.public(thread, quotedId)
    switch (content.type) {
      case 'text':
        return { kind: 'text', text: content.text, ...quote }
      case 'card':
        return { kind: 'card', text: content.card.title, card: this.shown(content.card) }
      case 'files':
        return {
          kind: 'files',
          text: content.text,
          attachments: await this.claimed(thread, sender, content.attachmentIds),
          ...quote,
        }
    }
  }

  /** A card as everybody is shown it. */
  private shown({ image, ...card }: Card): Card {
    return image !== undefined && this.images.areDrawnFrom(image) ? { ...card, image } : card
  }

  /** The same for a note, whose files no contact is ever given. @throws ParleyError `not_found`, `attachment_not_ready` */
  async ofNote(
    thread: Thread,
    { text, attachmentIds = [], quote: quotedId, ...sender }: Noted,
  ): Promise<Extract<MessageBody, { kind: 'note' }>> {
    const quote = await this.quoting.internal(thread, quotedId)
    if (attachmentIds.length === 0) return { kind: 'note', text, ...quote }
    const handed = { ...sender, role: 'staff', isInternal: true } as const
    return { kind: 'note', text, attachments: await this.claimed(thread, handed, attachmentIds), ...quote }
  }

  private async claimed(
    thread: Thread,
    { caller, senderKey, role, clientMessageId, isInternal = false }: Omit<Handed, 'content' | 'quote'>,
    attachmentIds: readonly string[],
  ): Promise<Attachment[]> {
    const { tenantId, id: threadId, contactId } = thread
    const claim = { threadId, contactId, senderKey, authorRole: role, clientMessageId, isInternal }
    try {
      return await this.attachments.claim(caller, [...new Set(attachmentIds)], claim)
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      // A retry of what was stored and recalled since, or of the same id with other files: the stored message answers it.
      const stored = await this.entries.findByClientMessage({
        tenantId,
        threadId,
        senderKey,
        clientMessageId,
      })
      if (stored === null) throw error
      return []
    }
  }
}
