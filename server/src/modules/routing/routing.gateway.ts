import { Inject, Singleton } from '@midwayjs/core'
import { ClaimConversation } from '@parley/shared/conversations/inbox'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ClaimConversationOfStaff } from './claim-conversation.js'

/** Which use case answers which command about assignment. */
@Singleton()
export class RoutingGateway {
  @Inject() private readonly claim!: ClaimConversationOfStaff

  rows(): CommandRow<StaffPrincipal>[] {
    return [handle(ClaimConversation, this.claim)]
  }
}
