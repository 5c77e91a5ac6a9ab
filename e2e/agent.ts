import { randomUUID } from 'node:crypto'
import { staffOf } from '../server/src/testing/channels.js'
import { eventually } from '../server/src/testing/eventually.js'
import type { Parley } from './parley.js'

type Staff = Awaited<ReturnType<typeof staffOf>>

const listAll = async (staff: Staff) => (await staff.call('conversations:listInbox', { tab: 'all' })).conversations

type Summary = Awaited<ReturnType<typeof listAll>>[number]

/** One of the demo's agents without a browser, for tests that look at the visitor. */
export class Agent {
  private constructor(private readonly staff: Staff) {}

  static async join(parley: Parley, login = 'demo'): Promise<Agent> {
    return new Agent(await staffOf(parley.url, login))
  }

  /** Takes the conversation whose last words are these; returns how to answer in it. */
  async take(words: string): Promise<(...replies: string[]) => Promise<void>> {
    const { id: conversationId, threadId } = await this.find(({ lastMessage }) => lastMessage?.preview === words)
    // The assignment may be faster than this hand.
    await this.staff.call('conversations:claimConversation', { conversationId }).catch(() => undefined)
    await this.find(({ id, state }) => id === conversationId && state === 'assigned')
    return async (...replies) => {
      for (const text of replies) {
        const content = { type: 'text' as const, text }
        await this.staff.call('conversations:sendReply', { threadId, clientMessageId: randomUUID(), content })
      }
    }
  }

  /** Ends everything that is open, so that the next test finds an agent with hands free. */
  async endAll(): Promise<void> {
    await eventually('nothing is open', async () => {
      const open = await listAll(this.staff)
      for (const { id: conversationId, lastPosition: seenPosition } of open) {
        // Refused when more was written meanwhile: then the next round ends it.
        await this.staff.call('conversations:endConversation', { conversationId, seenPosition }).catch(() => undefined)
      }
      return open.length === 0
    })
  }

  leave(): void {
    this.staff.socket.disconnect()
  }

  /** Conversations of some contact that are open, by what was written last. */
  async find(isIt: (conversation: Summary) => boolean): Promise<Summary> {
    let found: Summary | undefined
    await eventually('the conversation is in the inbox', async () => {
      found = (await listAll(this.staff)).find(isIt)
      return found !== undefined
    })
    return found!
  }
}
