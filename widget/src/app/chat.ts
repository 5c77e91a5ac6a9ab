import { CURSOR_HEARTBEAT_MS } from '@parley/shared/conversations/follower'
import { OutboxKeys } from '@parley/shared/conversations/outbox-keys'
import { shallowRef, watch } from 'vue'
import type { FrameCall } from '../../sdk/src/bridge'
import { ConnectionStore } from '../features/contacts/connection.store'
import { beginContactSession, endContactSession, readChannelLook } from '../features/contacts/session.api'
import type { BegunSession } from '../features/contacts/session.api'
import { SessionStore } from '../features/contacts/session.store'
import type { Visitor } from '../features/contacts/session.store'
import { followConversations } from '../features/conversations/conversations.socket'
import { AttachmentsStore } from '../features/attachments/attachments.store'
import { ConversationsStore } from '../features/conversations/conversations.store'
import { DraftStore } from '../features/conversations/draft.store'
import { OfferStore } from '../features/conversations/offer.store'
import { OutboxStore } from '../features/conversations/outbox.store'
import { PresenceStore } from '../features/presence/presence.store'
import { watchAttention } from '../ui/attention'
import { reportEvents } from './chat-events'
import { ComfortStore } from './comfort.store'
import type { StorageChange, Surroundings } from './surroundings'
import { setBrand } from './theme'
import { Turns } from './turns'

const LEFT_BEHIND_CHECK_MS = 10_000
/** Tells the loader that this visitor has a conversation to come back to. */
const HAS_THREAD = 'has-thread'

/** What somebody does about an account of theirs; a new password is set by the token of a link. */
export type AccountStep = { step: 'sign_in' | 'register' } | { step: 'reset'; token: string }

/** Everything that one channel's chat consists of, put together: who the visitor is, the connection, the thread, the outbox. */
export class Chat {
  readonly session: SessionStore
  readonly connection: ConnectionStore
  readonly conversations: ConversationsStore
  readonly presence = new PresenceStore()
  readonly outbox: OutboxStore
  readonly offer: OfferStore
  readonly attachments: AttachmentsStore
  readonly draft: DraftStore
  readonly comfort: ComfortStore
  /** Part of a page for good: then there is nothing to close. */
  readonly isInline = shallowRef(false)
  /** The screen that the visitor has called, if any. */
  readonly account = shallowRef<AccountStep | null>(null)
  /** The link that led here no longer says who they are. */
  readonly isLinkSpent = shallowRef(false)
  private isBegun = false
  private readonly turns = new Turns()

  constructor(
    readonly channelKey: string,
    readonly surroundings: Surroundings,
  ) {
    const { lasting, ofTab } = surroundings.storage
    this.draft = new DraftStore(ofTab, channelKey)
    this.comfort = new ComfortStore(lasting, `parley:${channelKey}:comfort`)
    this.session = new SessionStore({
      channelKey,
      storage: lasting,
      begin: beginContactSession,
      look: () => readChannelLook(channelKey),
      askForToken: () => surroundings.askForToken(),
      onExpired: () => surroundings.emit('identity:expired', {}),
    })
    this.connection = new ConnectionStore({
      token: () => this.session.state.session?.token,
      renewSession: () => this.beginSession(),
    })
    this.conversations = new ConversationsStore(this.connection.call, (isAnyoneOnline) =>
      Object.assign(this.presence.state, { isAnyoneOnline }),
    )
    this.attachments = new AttachmentsStore(this.connection.call)
    const outboxKeys = new OutboxKeys(lasting, `parley:${channelKey}:outbox:`)
    this.outbox = new OutboxStore(outboxKeys, (item) => this.turns.toSend(() => this.conversations.send(item)))
    this.offer = new OfferStore(this.outbox)
    followConversations(this.connection.onFact, this.conversations)
    this.presence.follow(this.connection.onFact)
    this.connection.onConnected(() => void this.connected())
  }

  /** On a page of its own at once; in another's page not before the visitor comes, or has something to come back to. */
  async start(known: { identity: string | null; code: string | null }): Promise<void> {
    const { surroundings, conversations, session } = this
    surroundings.onStorageChange((change) => this.storageChanged(change))
    watchAttention(() => this.lookAgain())
    reportEvents(this)
    watch(
      () => conversations.state.threadId,
      (threadId) => threadId !== null && surroundings.storage.lasting.setItem(this.hasThreadKey, '1'),
    )
    watch(
      () => session.channel?.colour ?? null,
      (colour) => {
        surroundings.tellColour(colour)
        if (!surroundings.isEmbedded) setBrand(colour)
      },
      { immediate: true },
    )
    surroundings.onCall((call) => this.called(call))
    const { identity, code } = known
    const word = code === null ? identity && { identity } : { code }
    if (word) return this.become(() => this.session.identify(word)).catch(() => this.turnedAway())
    const isExpected = surroundings.storage.lasting.getItem(this.hasThreadKey) !== null || this.outbox.hasAny
    if (surroundings.state.isShown || isExpected) return this.begin()
    watch(
      () => surroundings.state.isShown,
      (isShown) => isShown && void this.begin(),
    )
  }

  /** The first time the browser is asked too: it is the page that may ask it. */
  toggleNotifying(): void {
    const { state } = this.surroundings
    if (state.notifying === 'off') this.surroundings.askToNotify()
    if (state.notifying !== 'off' || !this.comfort.state.isNotifyingOn) this.comfort.toggleNotifying()
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

  /** From now on the visitor is whom this door finds in them: an account of their own. Rejects as the door does. */
  async enter(door: (visitor: Visitor) => Promise<BegunSession>): Promise<void> {
    await this.become(() => this.session.enter(door))
    this.account.value = null
  }

  /** Nobody again; what was here of the contact goes. */
  async logout(): Promise<void> {
    this.connection.disconnect()
    const held = this.session.state.session
    if (held !== null) endContactSession(held.token)
    this.session.forget()
    this.forgetContact()
    this.conversations.reset()
    this.surroundings.emit('unread', { count: 0 })
    if (this.isBegun && (await this.beginSession())) this.connection.reconnectAnew()
  }

  /** A link that no longer opens anything: they go on as who they were. */
  private turnedAway(): Promise<void> {
    this.isLinkSpent.value = true
    return this.begin()
  }

  private get hasThreadKey(): string {
    return `parley:${this.channelKey}:${HAS_THREAD}`
  }

  /** Connects; once. */
  private async begin(): Promise<void> {
    if (this.isBegun) return
    this.isBegun = true
    setInterval(() => this.resume(), CURSOR_HEARTBEAT_MS)
    setInterval(() => this.outbox.adoptLeftBehind(), LEFT_BEHIND_CHECK_MS)
    if (await this.beginSession()) this.connection.connect()
  }

  private async called(call: FrameCall): Promise<void> {
    switch (call.method) {
      case 'identify':
        return this.identify(call.token)
      case 'logout':
        return this.logout()
      case 'setAttributes':
        return this.conversations.describeContact(
          call.attributes as Parameters<ConversationsStore['describeContact']>[0],
        )
      case 'send':
        return this.offer.take(call.offered)
      default:
        throw Object.assign(new Error('unknown call'), { code: 'unknown_call' })
    }
  }

  private identify(identity: string): Promise<void> {
    return this.become(() => this.session.identify({ identity }))
  }

  /** The visitor becomes somebody. What an unknown one was writing goes with them into their name. */
  private become(change: () => Promise<void>): Promise<void> {
    return this.turns.toChange(() => this.changeTo(change))
  }

  private async changeTo(change: () => Promise<void>): Promise<void> {
    const before = this.session.state.session?.contact
    await change()
    const isOther = before?.id !== this.session.state.session?.contact.id
    if (before?.isIdentified === true && isOther) this.forgetContact()
    if (isOther) this.conversations.reset()
    if (this.isBegun) return this.connection.reconnectAnew()
    await this.begin()
  }

  /** Nothing of the one before is left on this device, and nothing of theirs is sent in another's name. */
  private forgetContact(): void {
    this.outbox.discardAll()
    this.attachments.take()
    this.draft.write('')
    this.offer.discard()
    this.surroundings.storage.lasting.removeItem(this.hasThreadKey)
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
    const before = this.session.state.session?.contact
    const isBegun = await this.session.begin()
    if (before?.id !== this.session.state.session?.contact.id) {
      if (before?.isIdentified === true) this.forgetContact()
      this.conversations.reset()
    }
    return isBegun
  }

  private storageChanged(change: StorageChange): void {
    this.outbox.storageChanged(change)
    if (change.key !== this.session.storageKey || !this.session.adoptStored()) return
    this.conversations.reset()
    if (this.session.state.session !== null) this.connection.reconnectAnew()
    else void this.logout()
  }
}
