import { Inject, Singleton } from '@midwayjs/core'
import { CONTACT_READER, MarkRepository } from './mark.repository.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'
import type { ContactOfChannel } from './thread.repository.js'

/** How many messages of staff a contact has not read: a subtraction of two counts that are stored already. */
@Singleton()
export class CountUnread {
  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly log!: ThreadLog

  @Inject()
  private readonly marks!: MarkRepository

  async run(contact: ContactOfChannel): Promise<number> {
    const thread = await this.threads.findOfContact(contact)
    if (thread === null) return 0
    const [head, [mark]] = await Promise.all([
      this.log.readHead(thread),
      this.marks.listOf(thread.tenantId, CONTACT_READER, [thread.id]),
    ])
    return Math.max(0, head.staffCount - (mark?.readCount ?? 0))
  }
}
