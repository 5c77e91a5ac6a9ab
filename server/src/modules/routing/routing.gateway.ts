import { Inject, Singleton } from '@midwayjs/core'
import { ClaimConversation } from '@parley/shared/conversations/inbox'
import { CreateQueue, EditQueue, ListQueues } from '@parley/shared/routing/queues'
import { TransferConversation } from '@parley/shared/routing/transfer'
import { AssignConversation, ListDesk } from '@parley/shared/routing/desk'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AssignConversationBySupervisor } from './assign-conversation.js'
import { ClaimConversationOfStaff } from './claim-conversation.js'
import { CreateQueueOfTenant, EditQueueOfTenant, ListQueuesOfTenant } from './manage-queues.js'
import { TransferConversationOfStaff } from './transfer-conversation.js'
import { ListDeskForSupervisor } from './list-desk.js'

/** Which use case answers which command about assignment. */
@Singleton()
export class RoutingGateway {
  @Inject() private readonly listQueues!: ListQueuesOfTenant
  @Inject() private readonly createQueue!: CreateQueueOfTenant
  @Inject() private readonly editQueue!: EditQueueOfTenant
  @Inject() private readonly claim!: ClaimConversationOfStaff
  @Inject() private readonly transfer!: TransferConversationOfStaff
  @Inject() private readonly assign!: AssignConversationBySupervisor
  @Inject() private readonly desk!: ListDeskForSupervisor

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(ListQueues, this.listQueues),
      handle(CreateQueue, this.createQueue),
      handle(EditQueue, this.editQueue),
      handle(ClaimConversation, this.claim),
      handle(TransferConversation, this.transfer),
      handle(AssignConversation, this.assign),
      handle(ListDesk, this.desk),
    ]
  }
}
