import { Inject, Singleton } from '@midwayjs/core'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ContactThreads } from './contact-threads.js'
import { ConversationAccess } from './conversation-access.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'

/** "Is typing" goes straight to those who follow the thread; it is never stored (P12). */
@Singleton()
export class SetTypingOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  async run(
    caller: ContactPrincipal,
    { threadId, isTyping }: { threadId: string; isTyping: boolean },
    connection: CommandConnection,
  ): Promise<Record<string, never>> {
    const thread = await this.threads.get(caller, threadId)
    const typist = { role: 'contact', personId: caller.contactId, name: caller.name, isTyping } as const
    this.broadcast.typingChanged(thread, { ...typist, exceptSocket: connection.id }, 'everyone')
    return {}
  }
}

@Singleton()
export class SetTypingOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  async run(
    caller: StaffPrincipal,
    { threadId, isTyping, audience }: { threadId: string; isTyping: boolean; audience: 'everyone' | 'staff' },
    connection: CommandConnection,
  ): Promise<Record<string, never>> {
    const thread = await this.access.thread(caller, threadId, 'conversations.note')
    const typist = { role: 'staff', personId: caller.staffId, name: caller.name, isTyping } as const
    this.broadcast.typingChanged(thread, { ...typist, exceptSocket: connection.id }, audience)
    return {}
  }
}
