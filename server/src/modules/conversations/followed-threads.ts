import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPrincipal } from '../accounts/index.js'
import { InboxRepository } from './inbox.repository.js'
import { inboxRoom, queueRoom, threadRoom } from './rooms.js'

/** The rooms that a member of staff enters on connecting: their lists, and the threads of the chats they have. */
@Singleton()
export class FollowedThreads {
  @Inject()
  private readonly inbox!: InboxRepository

  async roomsOf(caller: StaffPrincipal): Promise<string[]> {
    const assigned = await this.inbox.listAssigned(caller.tenantId, caller.staffId)
    return [...listRooms(caller), ...assigned.map(({ threadId }) => threadRoom(caller.tenantId, threadId))]
  }
}

/** Where changes of lists are announced, as far as somebody may see them. */
function listRooms({ tenantId, grants, queueIds }: StaffPrincipal): string[] {
  const scope = grants['conversations.read']
  if (scope === undefined) return []
  switch (scope) {
    case 'all':
      return [inboxRoom(tenantId)]
    case 'queue':
      return queueIds.map((queueId) => queueRoom(tenantId, queueId))
    case 'own':
      return []
  }
}
