import { Inject, Singleton } from '@midwayjs/core'
import { INBOX_PAGE } from '@parley/shared/conversations/limits'
import type { StaffCommands } from '@parley/shared/protocol'
import type { StaffPrincipal } from '../accounts/index.js'
import { CountRepository } from './count.repository.js'
import { InboxRepository } from './inbox.repository.js'
import { MarkRepository } from './mark.repository.js'
import { markFor, summaryOf } from './views.js'

type ListInbox = StaffCommands['conversations:listInbox']

/** One page of a tab, with the reader's own marks so that unread is a subtraction. */
@Singleton()
export class ListInboxOfStaff {
  @Inject()
  private readonly inbox!: InboxRepository

  @Inject()
  private readonly counts!: CountRepository

  @Inject()
  private readonly marks!: MarkRepository

  async run(
    caller: StaffPrincipal,
    { tab, filter = {}, cursor, limit = INBOX_PAGE }: ListInbox['input'],
  ): Promise<ListInbox['output']> {
    const [{ conversations, next }, counts] = await Promise.all([
      this.inbox.page(caller, { tab, filter }, { cursor, limit }),
      this.counts.listFor(caller),
    ])
    const threadIds = [...new Set(conversations.map(({ threadId }) => threadId))]
    const marks = await this.marks.listOf(caller.tenantId, caller.key, threadIds)
    return {
      conversations: conversations.map(summaryOf),
      marks: marks.map((mark) => markFor('staff', mark, '')),
      next,
      counts,
    }
  }
}
