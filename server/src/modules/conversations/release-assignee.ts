import { Inject, Singleton } from '@midwayjs/core'
import { StaffRepository, StaffRights } from '../accounts/index.js'
import { isReached } from './access-policy.js'
import type { Conversation } from './conversation.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'

/** Whoever had a conversation hears that it is another's now, and hears nothing more of it unless they may read it still. */
@Singleton()
export class ReleaseAssignee {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  async run(conversation: Conversation, formerId: string): Promise<void> {
    const { tenantId, queueId, assignee } = conversation
    this.broadcast.formerAssigneeHears(conversation, formerId)
    const former = await this.staff.find(tenantId, formerId)
    const place = { assigneeId: assignee?.id ?? null, queueId }
    const reads =
      former !== null &&
      isReached(
        { grants: await this.rights.of(former), queueIds: former.queueIds, staffId: former.id },
        'conversations.read',
        place,
      )
    if (!reads) this.broadcast.assigneeLeaves(conversation, formerId)
  }
}
