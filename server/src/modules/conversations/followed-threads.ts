import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPrincipal } from '../accounts/index.js'
import { InboxRepository } from './inbox.repository.js'
import { threadRoom } from './rooms.js'

/** The rooms that a member of staff enters on connecting: the threads of the chats they have. */
@Singleton()
export class FollowedThreads {
  @Inject()
  private readonly inbox!: InboxRepository

  async roomsOf({ tenantId, staffId }: StaffPrincipal): Promise<string[]> {
    const assigned = await this.inbox.listAssigned(tenantId, staffId)
    return assigned.map(({ threadId }) => threadRoom(tenantId, threadId))
  }
}
