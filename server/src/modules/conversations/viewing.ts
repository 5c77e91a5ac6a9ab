import { Inject, Singleton } from '@midwayjs/core'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess } from './conversation-access.js'
import type { Conversation } from './conversation.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'

/** The same said again sooner than this is nobody's news. */
const SAID_AGAIN_MS = 1_000

interface View {
  conversation: Pick<Conversation, 'id' | 'tenantId' | 'threadId' | 'queueId'>
  staffId: string
  name: string
  saidAt: number
}

/** Who looks at what, by connection: held in memory alone, and told when a connection ends. */
@Singleton()
export class Viewing {
  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  private readonly bySocket = new Map<string, View>()

  begin(socketId: string, view: Omit<View, 'saidAt'>): void {
    const before = this.bySocket.get(socketId)
    if (before !== undefined && before.conversation.id !== view.conversation.id) this.end(socketId)
    const saidAt = Date.now()
    if (before?.conversation.id === view.conversation.id && saidAt - before.saidAt < SAID_AGAIN_MS) return
    this.bySocket.set(socketId, { ...view, saidAt })
    this.tell(view, 'viewing')
  }

  /** Told only when no other tab of theirs looks at the same. */
  end(socketId: string): void {
    const view = this.bySocket.get(socketId)
    if (view === undefined) return
    this.bySocket.delete(socketId)
    for (const other of this.bySocket.values())
      if (other.staffId === view.staffId && other.conversation.id === view.conversation.id) return
    this.tell(view, 'gone')
  }

  private tell({ conversation, staffId, name }: Omit<View, 'saidAt'>, what: 'viewing' | 'gone'): void {
    this.broadcast.viewingChanged(conversation, { staffId, name, isViewing: what === 'viewing' })
  }
}

@Singleton()
export class SetViewingOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly viewing!: Viewing

  async run(
    caller: StaffPrincipal,
    { conversationId, isViewing }: { conversationId: string; isViewing: boolean },
    connection: CommandConnection,
  ): Promise<Record<string, never>> {
    const conversation = await this.access.conversation(caller, conversationId, 'conversations.read')
    if (isViewing) this.viewing.begin(connection.id, { conversation, staffId: caller.staffId, name: caller.name })
    else this.viewing.end(connection.id)
    return {}
  }
}
