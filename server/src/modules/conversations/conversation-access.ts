import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPermission } from '@parley/shared/accounts/permissions'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import { isReached } from './access-policy.js'
import type { Conversation } from './conversation.js'
import { ConversationRepository } from './conversation.repository.js'
import { ThreadLog } from './thread-log.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'

/** Whose reach is asked about: somebody connected, or as they would be. */
type Reader = Pick<StaffPrincipal, 'tenantId' | 'staffId' | 'grants' | 'queueIds'>

/**
 * The one place that decides which conversations and threads a member of staff may reach. What they may not read does not
 * exist for them; what they may read but not do is forbidden.
 */
@Singleton()
export class ConversationAccess {
  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly log!: ThreadLog

  /** @throws ParleyError `not_found`, for an unreachable one as for an unknown one; `forbidden` */
  async conversation(caller: StaffPrincipal, id: string, permission: StaffPermission): Promise<Conversation> {
    const conversation = await this.conversations.get(caller.tenantId, id)
    const place = { assigneeId: conversation.assignee?.id ?? null, queueId: conversation.queueId }
    if (!isReached(caller, 'conversations.read', place)) throw new ParleyError('not_found')
    if (!isReached(caller, permission, place)) throw new ParleyError('forbidden')
    return conversation
  }

  /** A thread is reached by any conversation of it that is. @throws ParleyError `not_found`, `forbidden` */
  async thread(caller: StaffPrincipal, id: string, permission: StaffPermission): Promise<Thread> {
    const thread = await this.threads.get(caller.tenantId, id)
    if (!(await this.reaches(caller, thread, 'conversations.read'))) throw new ParleyError('not_found')
    if (permission === 'conversations.read' || caller.grants[permission] === caller.grants['conversations.read'])
      return thread
    if (!(await this.reaches(caller, thread, permission))) throw new ParleyError('forbidden')
    return thread
  }

  /** Whether somebody may read a thread at all. */
  readsThread(caller: Reader, thread: Thread): Promise<boolean> {
    return this.reaches(caller, thread, 'conversations.read')
  }

  private async reaches(caller: Reader, thread: Thread, permission: StaffPermission): Promise<boolean> {
    const scope = caller.grants[permission]
    if (scope === undefined || scope === 'all') return scope === 'all'
    // The conversation that is open answers nearly every question; an earlier one may give the right as well.
    const { openConversationId } = await this.log.head(thread)
    if (openConversationId !== null) {
      const place = await this.conversations.placeOf(caller.tenantId, openConversationId)
      if (isReached(caller, permission, place)) return true
    }
    const queueIds = scope === 'queue' ? caller.queueIds : []
    return this.conversations.hasReached(thread, { assigneeId: caller.staffId, queueIds })
  }
}
