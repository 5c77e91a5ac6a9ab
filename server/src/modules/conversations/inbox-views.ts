import { Inject, Singleton } from '@midwayjs/core'
import { VIEWS_MAX } from '@parley/shared/conversations/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { InboxViewRepository } from './inbox-view.repository.js'

type List = StaffCommands['conversations:listInboxViews']
type Save = StaffCommands['conversations:saveInboxView']
type Delete = StaffCommands['conversations:deleteInboxView']

@Singleton()
export class ListInboxViewsOfStaff {
  @Inject()
  private readonly views!: InboxViewRepository

  async run(caller: StaffPrincipal): Promise<List['output']> {
    return { views: await this.views.list(caller) }
  }
}

@Singleton()
export class SaveInboxViewOfStaff {
  @Inject()
  private readonly views!: InboxViewRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  /** @throws ParleyError `too_large` when there are as many as one can have */
  async run(caller: StaffPrincipal, wanted: Save['input']): Promise<Save['output']> {
    const held = await this.views.list(caller)
    const isNew = held.every(({ name }) => name !== wanted.name)
    if (isNew && held.length >= VIEWS_MAX) throw new ParleyError('too_large')
    const view = await this.views.save(caller, wanted)
    this.broadcast.inboxViewsChanged(caller)
    return { view }
  }
}

@Singleton()
export class DeleteInboxViewOfStaff {
  @Inject()
  private readonly views!: InboxViewRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  async run(caller: StaffPrincipal, { viewId }: Delete['input']): Promise<Delete['output']> {
    await this.views.remove(caller, viewId)
    this.broadcast.inboxViewsChanged(caller)
    return {}
  }
}
