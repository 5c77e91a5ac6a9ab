import { Inject, Singleton } from '@midwayjs/core'
import { ClaimConversation } from '@parley/shared/conversations/inbox'
import { CreateQueue, EditQueue, ListQueues } from '@parley/shared/routing/queues'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ClaimConversationOfStaff } from './claim-conversation.js'
import { CreateQueueOfTenant, EditQueueOfTenant, ListQueuesOfTenant } from './manage-queues.js'

/** Which use case answers which command about assignment. */
@Singleton()
export class RoutingGateway {
  @Inject() private readonly listQueues!: ListQueuesOfTenant
  @Inject() private readonly createQueue!: CreateQueueOfTenant
  @Inject() private readonly editQueue!: EditQueueOfTenant
  @Inject() private readonly claim!: ClaimConversationOfStaff

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(ListQueues, this.listQueues),
      handle(CreateQueue, this.createQueue),
      handle(EditQueue, this.editQueue),
      handle(ClaimConversation, this.claim),
    ]
  }
}
