import { CURSOR_HEARTBEAT_MS } from '@parley/shared/conversations/follower'
import { OutboxKeys } from '@parley/shared/conversations/outbox-keys'
import type { KeptStorage } from '@parley/shared/kernel/safe-storage'
import { ConnectionStore } from '../features/contacts/connection.store'
import { beginContactSession } from '../features/contacts/session.api'
import { SessionStore } from '../features/contacts/session.store'
import { followConversations } from '../features/conversations/conversations.socket'
import { AttachmentsStore } from '../features/attachments/attachments.store'
import { ConversationsStore } from '../features/conversations/conversations.store'
import { DraftStore } from '../features/conversations/draft.store'
import { OutboxStore } from '../features/conversations/outbox.store'
import { PresenceStore } from '../features/presence/presence.store'
import { watchAttention } from '../ui/attention'

const LEFT_BEHIND_CHECK_MS = 10_000

/** Everything that one channel's chat consists of, put together: who the visitor is, the connection, the thread, the outbox. */
export class Chat {
  readonly session: SessionStore
  readonly connection: ConnectionStore
  readonly conversations: ConversationsStore
  readonly presence = new PresenceStore()
  readonly outbox: OutboxStore
  readonly attachments: AttachmentsStore
  readonly draft: DraftStore

  constructor(
    readonly channelKey: string,
    storage: { lasting: KeptStorage; ofTab: KeptStorage },
  ) {
    const { lasting } = storage
    this.draft = new DraftStore(storage.ofTab, channelKey)
    this.session = new SessionStore({ channelKey, storage: lasting, begin: beginContactSession })
    this.connection = new ConnectionStore({
      token: () => this.session.state.session?.token,
      renewSession: () => this.beginSession(),
    })
    this.conversations = new ConversationsStore(this.connection.call, (isAnyoneOnline) =>
      Object.assign(this.presence.state, { isAnyoneOnline }),
    )
    this.attachments = new AttachmentsStore(this.connection.call)
    const outboxKeys = new OutboxKeys(lasting, `parley:${channelKey}:outbox:`)
    this.outbox = new OutboxStore(outboxKeys, (item) => this.conversations.send(item))
    followConversations(this.connection.onFact, this.conversations)
    this.presence.follow(this.connection.onFact)
    this.connection.onConnected(() => void this.connected())
  }

  async start(): Promise<void> {
    addEventListener('storage', (event) => this.storageChanged(event))
    watchAttention(() => this.lookAgain())
    setInterval(() => this.resume(), CURSOR_HEARTBEAT_MS)
    setInterval(() => this.outbox.adoptLeftBehind(), LEFT_BEHIND_CHECK_MS)
    if (await this.beginSession()) this.connection.connect()
  }

  /** The visitor, or the return of their attention, asks to try now what would be tried later. */
  lookAgain(): void {
    this.session.retryNow()
    this.connection.reconnectNow()
    this.resume()
  }

  send(text: string): void {
    this.conversations.typing.paused()
    this.outbox.add(text, this.attachments.take())
  }

  private async connected(): Promise<void> {
    try {
      await this.conversations.open()
      this.outbox.flush()
    } catch {
      // The connection broke again: the next one, or the heartbeat, starts over.
    }
  }

  private resume(): void {
    if (!this.connection.state.isConnected) return
    this.conversations.resume().then(
      () => this.outbox.flush(),
      () => undefined, // as above
    )
  }

  private async beginSession(): Promise<boolean> {
    const contactId = this.session.state.session?.contact.id
    const isBegun = await this.session.begin()
    if (contactId !== this.session.state.session?.contact.id) this.conversations.reset()
    return isBegun
  }

  private storageChanged(event: StorageEvent): void {
    this.outbox.storageChanged(event)
    if (event.key !== this.session.storageKey || !this.session.adoptStored()) return
    this.conversations.reset()
    this.connection.reconnectAnew()
  }
}
