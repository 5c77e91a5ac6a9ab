import { Inject, Singleton } from '@midwayjs/core'
import type { Draft } from '@parley/shared/conversations/draft'
import { Clock } from '../../platform/clock.js'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { DraftRepository } from './draft.repository.js'

const LISTED_MAX = 100

/** Keeps what somebody has written and not sent, and tells their other tabs and devices. */
@Singleton()
export class SaveDraftOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly drafts!: DraftRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly clock!: Clock

  async run(caller: StaffPrincipal, draft: Draft, connection: CommandConnection): Promise<Record<string, never>> {
    await this.access.conversation(caller, draft.conversationId, 'conversations.read')
    await this.drafts.save(caller, draft, this.clock.now())
    this.broadcast.draftChanged(caller, draft, connection.id)
    return {}
  }
}

@Singleton()
export class ListDraftsOfStaff {
  @Inject()
  private readonly drafts!: DraftRepository

  async run(caller: StaffPrincipal): Promise<{ drafts: Draft[] }> {
    return { drafts: await this.drafts.list(caller, LISTED_MAX) }
  }
}
