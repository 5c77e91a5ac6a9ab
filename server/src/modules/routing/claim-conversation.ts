import { Inject, Singleton } from '@midwayjs/core'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { ConversationAccess, ConversationLife, SlotRepository, summaryOf } from '../conversations/index.js'
import { AgentsAtHand } from './agents-at-hand.js'
import { mayHaveChats } from './find-agent.js'

/** An agent takes a waiting conversation by hand: the same slots, the same cap. */
@Singleton()
export class ClaimConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly slots!: SlotRepository

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly agentsAtHand!: AgentsAtHand

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `not_waiting`, `at_capacity` */
  async run(
    caller: StaffPrincipal,
    { conversationId }: { conversationId: string },
  ): Promise<{ conversation: ConversationSummary }> {
    const { tenantId, staffId } = caller
    await this.access.conversation(caller, conversationId, 'conversations.read')
    const agent = await this.staff.find(tenantId, staffId)
    if (!mayHaveChats(agent)) throw new ParleyError('forbidden')
    const at = this.clock.now()
    const decision = { at, by: 'claim' as const, considered: [{ staffId, verdict: 'chosen' as const }] }
    const claimed = await this.slots.claim({ tenantId, conversationId, agent, at, decision })
    if (typeof claimed === 'string') throw new ParleyError(claimed)
    this.agentsAtHand.forget(tenantId)
    // Read again after the claim: whoever took the right away has handed back what they found, and this came later.
    if (!mayHaveChats(await this.staff.find(tenantId, staffId))) {
      await this.life.handBack(claimed, staffId)
      throw new ParleyError('forbidden')
    }
    await this.staff.noteServed(tenantId, staffId, at)
    await this.life.announceAssignment(claimed)
    return { conversation: summaryOf(claimed) }
  }
}
