import type { ContactConversation } from '@parley/shared/conversations/conversation'
import type { Entry } from '@parley/shared/conversations/entry'
import { ThreadFollower } from '@parley/shared/conversations/follower'
import { contentOf } from '@parley/shared/conversations/outbox'
import type { OutboxItem } from '@parley/shared/conversations/outbox'
import { emptyTimeline, hasHole } from '@parley/shared/conversations/timeline'
import type { Timeline } from '@parley/shared/conversations/timeline'
import { latestMessageBy } from '@parley/shared/conversations/messages-by'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import type { ContactCommands } from '@parley/shared/protocol'
import { shallowReactive } from 'vue'
import type { ContactCall } from '../contacts/connection.store'
import { MarksStore } from './marks.store'
import { TypingStore } from './typing.store'

type Attributes = ContactCommands['contacts:setAttributes']['input']['attributes']
type Opened = ContactCommands['conversations:openThread']['output']

interface State {
  threadId: string | null
  conversation: ContactConversation | null
  timeline: Timeline
  /** Whether the server has said what there is. */
  hasOpened: boolean
  /** After which entry the divider "new messages" stands. */
  unreadAfter: number | undefined
  history: 'idle' | 'loading' | 'failed'
  recallError: ErrorCode | null
}

/** The visitor's thread in this channel. It does not exist before the first message: then whoever names it first begins it. */
export class ConversationsStore {
  readonly state = shallowReactive<State>({
    threadId: null,
    conversation: null,
    timeline: emptyTimeline,
    hasOpened: false,
    unreadAfter: undefined,
    history: 'idle',
    recallError: null,
  })
  readonly marks: MarksStore
  readonly typing: TypingStore
  private follower: ThreadFollower | undefined
  private isReading = false
  private attributes: Attributes = {}

  constructor(
    private readonly call: ContactCall,
    private readonly takeAvailability: (isAnyoneOnline: boolean) => void,
  ) {
    const threadId = () => this.state.threadId
    this.marks = new MarksStore(call, threadId)
    this.typing = new TypingStore(call, threadId)
  }

  /** At every connection: reads what there is the first time, and what was missed after that. */
  async open(): Promise<void> {
    const opened = await this.call('conversations:openThread', this.held())
    this.takeAvailability(opened.isAnyoneOnline)
    if (opened.thread !== null) await this.openThread(opened.thread)
    this.state.hasOpened = true
  }

  /** Asks for what was missed, without a connection having broken: announcements can be lost too. */
  async resume(): Promise<void> {
    if (this.follower === undefined) return this.open()
    await this.follower.catchUp()
    this.acknowledge()
  }

  receive(entry: Entry): void {
    const follower = this.follow(entry.threadId)
    follower.receive(entry)
    if (entry.author.role !== 'contact') this.typing.clear()
  }

  takeConversation(threadId: string, conversation: ContactConversation): void {
    if (this.state.threadId !== null && this.state.threadId !== threadId) return
    const held = this.state.conversation
    if (held?.id === conversation.id && held.version > conversation.version) return
    this.state.conversation = conversation
  }

  /** Sends one message. It is done only when the thread on the screen has reached it, so that it never vanishes between. */
  async send(item: OutboxItem): Promise<void> {
    if (!this.state.hasOpened) throw new ParleyError('unavailable')
    const { entry } = await this.call('conversations:sendMessage', {
      threadId: this.state.threadId,
      clientMessageId: item.clientMessageId,
      content: contentOf(item),
    })
    this.receive(entry)
    if (hasHole(this.state.timeline)) await this.resume()
  }

  async recall(position: number): Promise<void> {
    const { threadId } = this.state
    if (threadId === null) return
    this.state.recallError = null
    try {
      const { entry } = await this.call('conversations:recallMessage', { threadId, position })
      this.receive(entry)
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      this.state.recallError = error.code
    }
  }

  /** Resolves when the conversation is over, whoever ended it. */
  async end(): Promise<void> {
    const { threadId, timeline } = this.state
    if (threadId === null) return
    try {
      await this.call('conversations:endOwnConversation', { threadId, seenPosition: timeline.cursor })
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== 'conversation_ended') throw error
    }
  }

  /** What the page says of its visitor; it is said once there is somebody to say it of, and to each contact anew. */
  async describeContact(attributes: Attributes): Promise<void> {
    this.attributes = { ...this.attributes, ...attributes }
    if (this.state.threadId !== null) await this.call('contacts:setAttributes', { attributes })
  }

  dismissRecallError(): void {
    this.state.recallError = null
  }

  async loadEarlier(): Promise<void> {
    if (this.state.history === 'loading' || !this.state.timeline.hasEarlier) return
    this.state.history = 'loading'
    try {
      await this.follower?.loadEarlier()
      this.state.history = 'idle'
    } catch {
      this.state.history = 'failed' // the visitor may ask again
    }
  }

  /** Whether the newest messages are before the visitor's eyes. */
  setReading(isReading: { isReading: boolean }): void {
    if (this.isReading && !isReading.isReading && document.hidden) this.state.unreadAfter = this.state.timeline.cursor
    this.isReading = isReading.isReading
    this.acknowledge()
  }

  /** Another contact: nothing of the one before may stay. */
  reset(): void {
    this.follower = undefined
    Object.assign(this.state, {
      threadId: null,
      conversation: null,
      timeline: emptyTimeline,
      hasOpened: false,
      unreadAfter: undefined,
      history: 'idle',
    })
    this.marks.reset()
    this.typing.clear()
  }

  private async openThread(thread: NonNullable<Opened['thread']>): Promise<void> {
    const isFirst = !this.state.hasOpened
    const follower = this.follow(thread.id)
    for (const mark of thread.marks) this.marks.take(mark)
    if (thread.conversation !== null) this.takeConversation(thread.id, thread.conversation)
    if (thread.goesOn) return follower.receive(...thread.entries)
    if (!isFirst) return follower.catchUp()
    const { readPosition } = this.marks.state.own
    if (latestMessageBy('staff', thread.entries) > readPosition) this.state.unreadAfter = readPosition
    follower.open(thread)
  }

  /** What is on the screen already, for which nobody need send it again. */
  private held(): { held?: { threadId: string; position: number } } {
    const { threadId, timeline, hasOpened } = this.state
    return threadId === null || timeline.cursor === 0 || !hasOpened
      ? {}
      : { held: { threadId, position: timeline.cursor } }
  }

  private follow(threadId: string): ThreadFollower {
    if (this.follower !== undefined && this.state.threadId === threadId) return this.follower
    this.state.threadId = threadId
    this.sayAttributes()
    const follower = new ThreadFollower({
      pull: (cursor) => this.pull(threadId, cursor),
      reload: () => this.reload(),
      loadHistory: (before) => this.call('conversations:loadHistory', { threadId, before }),
      onChange: (timeline) => this.changed(follower, timeline),
    })
    this.follower = follower
    return follower
  }

  private sayAttributes(): void {
    const { attributes } = this
    if (Object.keys(attributes).length === 0) return
    this.call('contacts:setAttributes', { attributes }).catch(() => undefined) // the page may say it again
  }

  private changed(follower: ThreadFollower, timeline: Timeline): void {
    if (follower !== this.follower) return // an answer meant for the contact before
    this.state.timeline = timeline
    this.acknowledge()
  }

  private acknowledge(): void {
    const position = latestMessageBy('staff', this.state.timeline.entries)
    if (position > 0) this.marks.arrived(position, { isReading: this.isReading })
  }

  private async pull(threadId: string, cursor: number) {
    const { threads } = await this.call('conversations:syncThreads', { cursors: { [threadId]: cursor } })
    const pulled = threads[threadId]
    if (pulled === undefined) throw new ParleyError('not_found')
    for (const mark of pulled.marks) this.marks.take(mark)
    return pulled
  }

  private async reload() {
    const { thread } = await this.call('conversations:openThread', {})
    if (thread === null) throw new ParleyError('not_found')
    return thread
  }
}
