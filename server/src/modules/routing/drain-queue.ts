import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffMember } from '../accounts/index.js'
import { ConversationLife, ConversationRepository, InboxRepository, SlotRepository } from '../conversations/index.js'
import type { Conversation } from '../conversations/index.js'
import { isReachable } from '../presence/index.js'
import { AgentsAtHand } from './agents-at-hand.js'
import type { AtHand } from './agents-at-hand.js'
import { chooseAgent } from './choose-agent.js'
import { DispatchLease } from './dispatch-lease.js'
import type { StillHeld } from './dispatch-lease.js'
import { mayHaveChats } from './find-agent.js'
import { QueueRepository } from './queue.repository.js'

const BATCH = 100

/**
 * Hands out what waits in a queue, the longest wait first, to agents who are there and have room. Whatever could let
 * someone be served calls this; calling it too often changes nothing. One runs at a time per queue, over all nodes; a call that comes
 * meanwhile makes it look once more.
 */
@Singleton()
export class DrainQueue {
  @Inject()
  private readonly inbox!: InboxRepository

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly slots!: SlotRepository

  @Inject()
  private readonly conversations!: ConversationRepository

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly agentsAtHand!: AgentsAtHand

  @Inject()
  private readonly lease!: DispatchLease

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly clock!: Clock

  @Logger()
  private readonly logger!: ILogger

  private readonly running = new Map<string, { again: boolean }>()

  async run(tenantId: string, queueId: string): Promise<void> {
    const key = `${tenantId} ${queueId}`
    const current = this.running.get(key)
    if (current !== undefined) {
      current.again = true
      return
    }
    const state = { again: true }
    this.running.set(key, state)
    try {
      while (state.again) {
        state.again = false
        await this.lease.alone({ tenantId, queueId }, (isStillHeld) => this.drain(tenantId, queueId, isStillHeld))
      }
    } catch (error) {
      this.logger.warn('queue %s could not be handed out: %s', queueId, (error as Error).message)
    } finally {
      this.running.delete(key)
    }
  }

  private async drain(tenantId: string, queueId: string, isStillHeld: StillHeld): Promise<void> {
    const queue = await this.queues.find(tenantId, queueId)
    if (queue?.isEnabled !== true) return
    for (;;) {
      const waiting = await this.inbox.listWaiting(tenantId, queueId, BATCH)
      if (waiting.length === 0) return
      let atHand = await this.agentsAtHand.of(tenantId, queueId)
      for (const conversation of waiting) {
        if (!(await isStillHeld())) return
        if (await this.assign(conversation, atHand)) continue
        if (!atHand.isKept) return
        // What is kept may be behind, and nobody waits while someone could serve.
        atHand = await this.agentsAtHand.read(tenantId, queueId)
        if (!(await this.assign(conversation, atHand))) return
      }
      if (waiting.length < BATCH) return
    }
  }

  /** Gives one conversation to the first agent in order who can take it; false when nobody can. */
  private async assign(conversation: Conversation, atHand: AtHand): Promise<boolean> {
    for (;;) {
      const { chosen, considered } = chooseAgent(atHand.candidates)
      if (chosen === null) return false
      const agent = await this.asTheyAre(chosen.id, conversation, atHand)
      if (agent === null || chosen.open >= agent.capacity) {
        chosen.open = chosen.capacity
        continue
      }
      const at = this.clock.now()
      const claimed = await this.slots.claim({
        tenantId: conversation.tenantId,
        conversationId: conversation.id,
        claimToken: conversation.claimToken,
        agent,
        at,
        decision: { at, by: 'routing', considered },
      })
      if (claimed === 'not_waiting') return true
      if (claimed === 'at_capacity') {
        chosen.open = chosen.capacity
      } else if (await this.isStillEligible(agent, conversation.queueId)) {
        chosen.open += 1
        chosen.lastServedAt = at
        this.agentsAtHand.noteGiven(agent, at, atHand)
        await this.staff.noteServed(agent.tenantId, agent.id, at)
        await this.life.announceAssignment(claimed)
        return true
      } else {
        chosen.open = chosen.capacity
        await this.conversations.returnToQueue(claimed.tenantId, claimed.id, agent.id)
        return this.assign({ ...conversation, claimToken: await this.tokenOf(claimed) }, atHand)
      }
    }
  }

  /** Whoever was read a while ago is read again, so that a cap that was lowered since holds; null when they may not have it. */
  private async asTheyAre(
    id: string,
    { tenantId, queueId }: Conversation,
    atHand: AtHand,
  ): Promise<StaffMember | null> {
    if (!atHand.isKept) return atHand.agents.find((agent) => agent.id === id) ?? null
    const agent = await this.staff.find(tenantId, id)
    return agent !== null && this.isEligible(agent, queueId) ? agent : null
  }

  /** Read again after the claim: they may have left while it was made. */
  private async isStillEligible({ tenantId, id }: StaffMember, queueId: string): Promise<boolean> {
    const agent = await this.staff.find(tenantId, id)
    return agent !== null && this.isEligible(agent, queueId)
  }

  private isEligible(agent: StaffMember, queueId: string): boolean {
    if (!mayHaveChats(agent)) return false
    return agent.status === 'online' && agent.queueIds.includes(queueId) && isReachable(agent, this.mongo.now())
  }

  private async tokenOf({ tenantId, id }: Conversation): Promise<string> {
    return (await this.conversations.get(tenantId, id)).claimToken
  }
}
