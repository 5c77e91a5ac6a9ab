import { Inject, Singleton } from '@midwayjs/core'
import type { MessageContent } from '@parley/shared/conversations/message'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Principal } from '../../platform/principal.js'
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
}

/** Makes the body of a message: its files become the message's own before it is written, so none is ever shown without them. */
@Singleton()
export class OutgoingBodies {
  @Inject()
  private readonly attachments!: Attachments

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
        return { kind: 'card', text: content.card.title, card: content.card }
      case 'files':
        return { ...(await this.files(thread, sender, content)), ...quote }
    }
  }

  private async files(
    thread: Thread,
    { caller, senderKey, role, clientMessageId }: Omit<Handed, 'content' | 'quote'>,
    { attachmentIds, text }: Extract<MessageContent, { type: 'files' }>,
  ): Promise<Extract<MessageBody, { kind: 'files' }>> {
    const { tenantId, id: threadId, contactId } = thread
    const claim = { threadId, contactId, senderKey, authorRole: role, clientMessageId }
    try {
      const attachments = await this.attachments.claim(caller, [...new Set(attachmentIds)], claim)
      return { kind: 'files', text, attachments }
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
      return { kind: 'files', text, attachments: [] }
    }
  }
}
