import { ParleyError } from '@parley/shared/kernel/errors'
import type { CallCommand } from '@parley/shared/kernel/command'
import type { ContactCommands, StaffCommands } from '@parley/shared/protocol'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { connected, contactSocket, staffSocket } from './client-connection.js'
import type { SignedIn, Visitor } from './client-connection.js'
import { SimulatedClient } from './simulated-client.js'

/** A visitor with one tab. */
export class SimulatedContact extends SimulatedClient {
  private constructor(visitor: Visitor, name: string, { socket, call }: ReturnType<typeof contactSocket>) {
    super({ client: name, audience: 'contact', principalKey: `contact:${visitor.id}` }, socket, contactDoors(call))
    this.call = call
  }

  readonly call: CallCommand<ContactCommands>

  /** Connects a visitor; a second one with the same visit is another tab of theirs. */
  static async connect(url: string, visitor: Visitor, name: string): Promise<SimulatedContact> {
    const contact = new SimulatedContact(visitor, name, contactSocket(url, visitor.token))
    await connected(contact.socket)
    const { thread } = await contact.call('conversations:openThread', {})
    if (thread !== null) await contact.follow(thread.id)
    return contact
  }

  say(text: string, clientMessageId?: string): string {
    return this.write('own', text, 'text', clientMessageId)
  }
}

function contactDoors(call: CallCommand<ContactCommands>): ConstructorParameters<typeof SimulatedClient>[2] {
  return {
    send: async ({ clientMessageId, text }) => {
      const content = { type: 'text' as const, text }
      return (await call('conversations:sendMessage', { threadId: null, clientMessageId, content })).entry
    },
    pull: async (threadId, cursor) =>
      only(await call('conversations:syncThreads', { cursors: { [threadId]: cursor } }), threadId),
    open: async (threadId, position) => {
      const { thread } = await call('conversations:openThread', position === 0 ? {} : { held: { threadId, position } })
      if (thread === null) throw new ParleyError('not_found')
      return thread
    },
    loadHistory: (threadId, before) => call('conversations:loadHistory', { threadId, before }),
  }
}

/** An agent with one tab, who opens whatever is assigned to them. */
export class SimulatedAgent extends SimulatedClient {
  readonly call: CallCommand<StaffCommands>
  /** The newest version of each conversation that was announced or listed. */
  readonly conversations = new Map<string, ConversationSummary>()
  /** Called for each conversation that becomes this agent's. */
  onAssigned: (conversation: ConversationSummary) => void = () => undefined

  private constructor(
    readonly staff: SignedIn,
    name: string,
    { socket, call }: ReturnType<typeof staffSocket>,
    private readonly threads = new Map<string, string>(),
  ) {
    super({ client: name, audience: 'staff', principalKey: `staff:${staff.id}` }, socket, staffDoors(call, threads))
    this.call = call
    socket.on('conversations:conversationsChanged', (fact: { conversations: ConversationSummary[] }) => {
      for (const conversation of fact.conversations) this.know(conversation)
    })
    socket.on('connect', () => void this.readInbox().catch(() => undefined))
  }

  static async connect(url: string, staff: SignedIn, name: string): Promise<SimulatedAgent> {
    const agent = new SimulatedAgent(staff, name, staffSocket(url, staff.cookie))
    await connected(agent.socket)
    await agent.readInbox()
    return agent
  }

  /** Opens a conversation and follows its thread. */
  async open(conversation: ConversationSummary): Promise<void> {
    this.threads.set(conversation.threadId, conversation.id)
    await this.follow(conversation.threadId)
  }

  reply(threadId: string, text: string): string {
    return this.write(threadId, text)
  }

  /** Ends a conversation as a person would: having read all of it, again when a new message stops the end. */
  async end(conversation: ConversationSummary): Promise<void> {
    await this.open(conversation)
    const follower = await this.follow(conversation.threadId)
    for (;;) {
      await follower.catchUp()
      const input = { conversationId: conversation.id, seenPosition: follower.timeline.cursor }
      try {
        await this.call('conversations:endConversation', input)
        return
      } catch (error) {
        if (!(error instanceof ParleyError) || error.code !== 'new_message_arrived') throw error
      }
    }
  }

  /** Reads one's own conversations, as the page does on connecting. */
  async readInbox(): Promise<void> {
    let cursor: string | undefined
    do {
      const page = await this.call('conversations:listInbox', {
        tab: 'mine',
        ...(cursor === undefined ? {} : { cursor }),
      })
      for (const conversation of page.conversations) this.know(conversation)
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
  }

  private know(conversation: ConversationSummary): void {
    const known = this.conversations.get(conversation.id)
    if (known !== undefined && known.version >= conversation.version) return
    this.conversations.set(conversation.id, conversation)
    const wasMine = known?.assignee?.id === this.staff.id && known.state === 'assigned'
    const isMine = conversation.assignee?.id === this.staff.id && conversation.state === 'assigned'
    if (isMine && !wasMine) this.onAssigned(conversation)
  }
}

function staffDoors(
  call: CallCommand<StaffCommands>,
  threads: Map<string, string>,
): ConstructorParameters<typeof SimulatedClient>[2] {
  return {
    send: async ({ clientMessageId, lane, kind, text }) => {
      if (kind === 'note') return (await call('conversations:addNote', { threadId: lane, clientMessageId, text })).entry
      const content = { type: 'text' as const, text }
      return (await call('conversations:sendReply', { threadId: lane, clientMessageId, content })).entry
    },
    pull: async (threadId, cursor) =>
      only(await call('conversations:syncConversations', { cursors: { [threadId]: cursor } }), threadId),
    open: (threadId) => call('conversations:openConversation', { conversationId: threads.get(threadId) ?? '' }),
    loadHistory: (threadId, before) => call('conversations:loadConversationHistory', { threadId, before }),
  }
}

function only<Pulled>({ threads }: { threads: Record<string, Pulled> }, threadId: string): Pulled {
  const pulled = threads[threadId]
  if (pulled === undefined) throw new ParleyError('internal')
  return pulled
}
