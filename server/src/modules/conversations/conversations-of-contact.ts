import { Inject, Singleton } from '@midwayjs/core'
import type { StaffCommands } from '@parley/shared/protocol'
import type { StaffPrincipal } from '../accounts/index.js'
import { isReached } from './access-policy.js'
import { RehomingRepository } from './rehoming.repository.js'
import { summaryOf } from './views.js'

type List = StaffCommands['conversations:listOfContact']

/** What somebody looks back at is seldom more than the last few; more than these are found by the search. */
const LISTED_MAX = 50

/** A contact's conversations, newest first: those that the reader may reach. */
@Singleton()
export class ListConversationsOfContact {
  @Inject()
  private readonly conversations!: RehomingRepository

  async run(caller: StaffPrincipal, { contactId }: List['input']): Promise<List['output']> {
    const found = await this.conversations.listOfContact(caller.tenantId, contactId, LISTED_MAX)
    const reached = found.filter(({ assignee, queueId }) =>
      isReached(caller, 'conversations.read', { assigneeId: assignee?.id ?? null, queueId }),
    )
    return { conversations: reached.map(summaryOf) }
  }
}
