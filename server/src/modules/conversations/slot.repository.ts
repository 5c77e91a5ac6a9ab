import { randomUUID } from 'node:crypto'
import { Init, Inject, Singleton } from '@midwayjs/core'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { ConversationMetrics } from './conversation-metrics.js'
import { toConversation } from './conversation.js'
import type { Conversation } from './conversation.js'
import { conversationSchema, SLOT_INDEX } from './conversation.schema.js'
import type { ConversationDocument, Decision } from './conversation.schema.js'

/** An attempt to give a waiting conversation to an agent. */
export interface Claim {
  tenantId: string
  conversationId: string
  /** The wait that the decision was made for; absent where a person decides now. */
  claimToken?: string
  agent: { id: string; name: string; avatar: string | null; capacity: number }
  at: Date
  decision: Decision
}

/** An attempt to hand an open conversation over, as it was when that was decided. */
export interface Gift {
  from: Conversation
  agent: Claim['agent']
  at: Date
  decision: Decision
}

/**
 * Slots: who has how many chats is nothing but the slots that their conversations take. A claim is one conditional update
 * under a unique index, so no count can drift and no race can exceed a cap (P7).
 */
@Singleton()
export class SlotRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly metrics!: ConversationMetrics

  private model!: Model<ConversationDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('conversations', conversationSchema)
  }

  /** Takes a conversation into the agent's first free slot. */
  async claim(claim: Claim): Promise<Conversation | 'at_capacity' | 'not_waiting'> {
    return this.counted(claim, await this.claimFirstFree(claim))
  }

  /**
   * Gives an open conversation to another agent, as it was when that was decided: into their first free slot, or into none
   * where it is forced.
   */
  async give(gift: Gift): Promise<Conversation | 'at_capacity' | 'edit_conflict'> {
    return this.counted(gift, await this.giveFirstFree(gift))
  }

  /** Gives it to the agent, into their first free slot, or above their cap without one. */
  async force(gift: Gift): Promise<Conversation | 'edit_conflict'> {
    return this.counted(gift, await this.giveAnyhow(gift))
  }

  /** The chats that each of some agents has, and those of them that hold no slot, by conversations_mine. */
  async countOpen(tenantId: string, agentIds: string[]): Promise<Map<string, { open: number; forced: number }>> {
    const assigneeId = { $in: agentIds.map((id) => new Types.ObjectId(id)) }
    const found = await this.model.find({ tenantId, state: 'assigned', assigneeId }, { assigneeId: 1, slot: 1 }).lean()
    const counts = new Map<string, { open: number; forced: number }>()
    for (const each of found) {
      const agentId = each.assigneeId?.toHexString() ?? ''
      const { open, forced } = counts.get(agentId) ?? { open: 0, forced: 0 }
      counts.set(agentId, { open: open + 1, forced: forced + (each.slot === undefined ? 1 : 0) })
    }
    return counts
  }

  /** How many chats each of some agents has, by conversations_slot. Agents without any are absent. */
  async countTaken(tenantId: string, agentIds: string[]): Promise<Map<string, number>> {
    const counts = new Map<string, number>()
    for (const { agentId } of await this.listTaken(tenantId, agentIds))
      counts.set(agentId, (counts.get(agentId) ?? 0) + 1)
    return counts
  }

  private counted<Outcome extends Conversation | 'at_capacity' | 'not_waiting' | 'edit_conflict'>(
    { decision }: { decision: Decision },
    outcome: Outcome,
  ): Outcome {
    this.metrics.assignmentTried(decision.by, typeof outcome === 'string' ? outcome : 'assigned')
    return outcome
  }

  private async claimFirstFree(claim: Claim): Promise<Conversation | 'at_capacity' | 'not_waiting'> {
    const taken = new Set((await this.listTaken(claim.tenantId, [claim.agent.id])).map(({ slot }) => slot))
    for (let slot = 0; slot < claim.agent.capacity; slot += 1) {
      if (taken.has(slot)) continue
      const outcome = await this.tryClaim(claim, slot)
      if (outcome !== 'taken') return outcome
    }
    return 'at_capacity'
  }

  private async giveFirstFree(gift: Gift): Promise<Conversation | 'at_capacity' | 'edit_conflict'> {
    if (gift.decision.by === 'forced') {
      const forced = await this.tryGive(gift, undefined)
      return forced === null || forced === 'taken' ? 'edit_conflict' : forced
    }
    const taken = new Set((await this.listTaken(gift.from.tenantId, [gift.agent.id])).map(({ slot }) => slot))
    for (let slot = 0; slot < gift.agent.capacity; slot += 1) {
      if (taken.has(slot)) continue
      const outcome = await this.tryGive(gift, slot)
      if (outcome !== 'taken') return outcome ?? 'edit_conflict'
    }
    return 'at_capacity'
  }

  private async giveAnyhow(gift: Gift): Promise<Conversation | 'edit_conflict'> {
    const taken = new Set((await this.listTaken(gift.from.tenantId, [gift.agent.id])).map(({ slot }) => slot))
    for (let slot = 0; slot < gift.agent.capacity; slot += 1) {
      if (taken.has(slot)) continue
      const outcome = await this.tryGive(gift, slot)
      if (outcome !== 'taken') return outcome ?? 'edit_conflict'
    }
    const forced = await this.tryGive(gift, undefined)
    return forced === null || forced === 'taken' ? 'edit_conflict' : forced
  }

  private async listTaken(tenantId: string, agentIds: string[]): Promise<{ agentId: string; slot: number }[]> {
    const assigneeId = { $in: agentIds.map((id) => new Types.ObjectId(id)) }
    const found = await this.model
      .find({ tenantId, assigneeId, slot: { $exists: true } }, { assigneeId: 1, slot: 1 })
      .lean()
    return found.map((each) => ({ agentId: each.assigneeId?.toHexString() ?? '', slot: each.slot ?? 0 }))
  }

  private async tryGive(
    { from, agent, at, decision }: Gift,
    slot: number | undefined,
  ): Promise<Conversation | 'taken' | null> {
    const seen = { state: from.state, claimToken: from.claimToken, assigneeId: idOrNull(from.assignee?.id) }
    const assignee = { ...assigneeOf(agent), claimToken: randomUUID() }
    try {
      const found = await this.model
        .findOneAndUpdate(
          { tenantId: from.tenantId, _id: new Types.ObjectId(from.id), ...seen },
          {
            $set: {
              ...assignee,
              ...(slot === undefined ? {} : { slot }),
              state: 'assigned',
              assignedAt: at,
              assigningSince: at,
              decision,
              isUncounted: true,
            },
            ...(slot === undefined ? { $unset: { slot: 1 } } : {}),
            $inc: { version: 1 },
          },
          { returnDocument: 'after' },
        )
        .lean()
      return found && toConversation(found)
    } catch (error) {
      if (!isTaken(error)) throw error
      this.metrics.slotTaken()
      return 'taken'
    }
  }

  private async tryClaim(claim: Claim, slot: number): Promise<Conversation | 'taken' | 'not_waiting'> {
    const { tenantId, conversationId, claimToken, agent, at, decision } = claim
    const assignee = { ...assigneeOf(agent), slot }
    try {
      const found = await this.model
        .findOneAndUpdate(
          {
            tenantId,
            _id: new Types.ObjectId(conversationId),
            state: 'waiting',
            assigneeId: null,
            ...(claimToken === undefined ? {} : { claimToken }),
          },
          {
            $set: { state: 'assigned', ...assignee, assignedAt: at, assigningSince: at, decision, isUncounted: true },
            $inc: { version: 1 },
          },
          { returnDocument: 'after' },
        )
        .lean()
      return found === null ? 'not_waiting' : toConversation(found)
    } catch (error) {
      if (!isTaken(error)) throw error
      this.metrics.slotTaken()
      return 'taken'
    }
  }
}

const idOrNull = (id: string | undefined): Types.ObjectId | null => (id === undefined ? null : new Types.ObjectId(id))

/** A compatible server reports the taken slot of a findAndModify without the code of a duplicate key. */
function isTaken(error: unknown): boolean {
  return isDuplicateOf(error, SLOT_INDEX) || /deadlock detected|exclusion constraint/.test((error as Error).message)
}

const assigneeOf = ({ id, name, avatar }: Claim['agent']) => ({
  assigneeId: new Types.ObjectId(id),
  assigneeName: name,
  assigneeAvatar: avatar,
})
