import { Inject, Singleton } from '@midwayjs/core'
import * as commands from '@parley/shared/quick-replies/quick-reply'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import {
  CreateQuickReplyOfStaff,
  DeleteQuickReplyOfStaff,
  EditQuickReplyOfStaff,
  ListQuickRepliesOfStaff,
} from './manage-quick-replies.js'

/** Which use case answers which command about quick replies. */
@Singleton()
export class QuickRepliesGateway {
  @Inject() private readonly list!: ListQuickRepliesOfStaff
  @Inject() private readonly create!: CreateQuickReplyOfStaff
  @Inject() private readonly edit!: EditQuickReplyOfStaff
  @Inject() private readonly remove!: DeleteQuickReplyOfStaff

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(commands.ListQuickReplies, this.list),
      handle(commands.CreateQuickReply, this.create),
      handle(commands.EditQuickReply, this.edit),
      handle(commands.DeleteQuickReply, this.remove),
    ]
  }
}
