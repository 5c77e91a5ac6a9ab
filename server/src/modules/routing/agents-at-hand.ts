import { Init, Inject, Singleton } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { RedisLink } from '../../platform/nodes/redis-link.js'
import type { StaffMember } from '../accounts/index.js'
import { SlotRepository } from '../conversations/index.js'
import type { Conversation } from '../conversations/index.js'
import { Availability } from '../presence/index.js'
import type { Candidate } from './choose-agent.js'

/** One reading serves the decisions of so long after it. */
const KEPT_MS = 1_000

/** Agents of a queue who are there and how many chats each has: as they were read, with what was decided since. */
export interface AtHand {
  agents: StaffMember[]
  candidates: Candidate[]
  /** From an earlier reading: whoever is chosen is to be looked at again, and when nobody is, all are. */
  isKept: boolean
}

interface Kept extends AtHand {
  tenantId: string
  until: number
}

/**
 * Whom conversations may be given to. With a thousand agents, reading them all costs far more than a decision, so a node by itself
 * does it at most once a second; nodes that share a store read each time, because each knows its own decisions alone.
 */
@Singleton()
export class AgentsAtHand {
  @Inject()
  private readonly availability!: Availability

  @Inject()
  private readonly slots!: SlotRepository

  @Inject()
  private readonly link!: RedisLink

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  private readonly kept = new Map<string, Kept>()
  private changes = 0

  @Init()
  listen(): void {
    this.bus.on('presence:changed', ({ tenantId }) => this.forget(tenantId))
    this.bus.on('conversations:ended', ({ conversation }) => this.freed(conversation))
  }

  async of(tenantId: string, queueId: string): Promise<AtHand> {
    const kept = this.kept.get(`${tenantId} ${queueId}`)
    return kept !== undefined && kept.until > performance.now() ? kept : this.read(tenantId, queueId)
  }

  /** As they are in the store now. */
  async read(tenantId: string, queueId: string): Promise<AtHand> {
    const { changes } = this
    const reachable = await this.availability.reachableAgents(tenantId)
    const agents = reachable.filter((agent) => agent.queueIds.includes(queueId))
    const open = await this.slots.countTaken(
      tenantId,
      agents.map(({ id }) => id),
    )
    const candidates = agents.map(({ id, capacity, lastServedAt }) => {
      return { id, capacity, lastServedAt, open: open.get(id) ?? 0 }
    })
    const isAsRead = changes === this.changes && !this.link.isShared
    const until = isAsRead ? performance.now() + KEPT_MS : 0
    this.kept.set(`${tenantId} ${queueId}`, { tenantId, agents, candidates, isKept: true, until })
    return { agents, candidates, isKept: false }
  }

  /** What was decided for one queue counts in the others that they serve. */
  noteGiven(to: StaffMember, at: Date, within: AtHand): void {
    for (const kept of this.kept.values()) {
      if (kept.candidates !== within.candidates) this.move(kept, to, { by: 1, at })
    }
  }

  /** Somebody came or went, or was given a chat by a person. */
  forget(tenantId: string): void {
    this.changes += 1
    for (const [key, each] of this.kept) if (each.tenantId === tenantId) this.kept.delete(key)
  }

  private freed({ tenantId, assignee }: Conversation): void {
    if (assignee === null) return
    for (const kept of this.kept.values())
      this.move(kept, { tenantId, id: assignee.id }, { by: -1, at: this.clock.now() })
  }

  private move(
    { tenantId, candidates }: Kept,
    of: Pick<StaffMember, 'tenantId' | 'id'>,
    { by, at }: { by: number; at: Date },
  ): void {
    if (tenantId !== of.tenantId) return
    const candidate = candidates.find(({ id }) => id === of.id)
    if (candidate !== undefined) Object.assign(candidate, { open: Math.max(0, candidate.open + by), lastServedAt: at })
  }
}
