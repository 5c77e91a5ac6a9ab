import { Inject, Singleton } from '@midwayjs/core'
import { EntryRepository } from './entry.repository.js'
import { CONTACT_READER, MarkRepository } from './mark.repository.js'
import type { ContactOfChannel } from './thread.repository.js'
import { UnreadRepository } from './unread.repository.js'
import type { UnreadThread } from './unread.repository.js'

/** How many messages of staff a contact has not read: a subtraction of two counts that are kept on write, in one read. */
@Singleton()
export class CountUnread {
  @Inject()
  private readonly unread!: UnreadRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly marks!: MarkRepository

  async run(contact: ContactOfChannel): Promise<number> {
    const thread = await this.unread.find(contact)
    if (thread === null) return 0
    const { staffCount, readCount } = thread
    if (staffCount === undefined || readCount === undefined) return this.countOnce(thread)
    return Math.max(0, staffCount - readCount)
  }

  /** A thread of before the counts were kept: counted by its log, and kept from then on. */
  private async countOnce(thread: UnreadThread): Promise<number> {
    const { tenantId, id: threadId } = thread
    const [last, [mark]] = await Promise.all([
      this.entries.findLast({ tenantId, threadId }),
      this.marks.listOf(tenantId, CONTACT_READER, [threadId]),
    ])
    const counts = { staffCount: last?.staffCount ?? 0, readCount: mark?.readCount ?? 0 }
    await this.unread.note(thread, counts)
    return Math.max(0, counts.staffCount - counts.readCount)
  }
}
