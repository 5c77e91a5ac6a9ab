import { Inject, Singleton } from '@midwayjs/core'
import { ConversationLife, InboxRepository } from '../conversations/index.js'

/** The open chats of somebody who may not have any more wait again, each where its contact stood. */
@Singleton()
export class HandBackChats {
  @Inject()
  private readonly inbox!: InboxRepository

  @Inject()
  private readonly life!: ConversationLife

  /** To be called once they are no longer eligible; tells how many it were. */
  async run(tenantId: string, staffId: string): Promise<number> {
    let count = 0
    for (const conversation of await this.inbox.listAssigned(tenantId, staffId)) {
      if (await this.life.handBack(conversation, staffId)) count += 1
    }
    return count
  }
}
