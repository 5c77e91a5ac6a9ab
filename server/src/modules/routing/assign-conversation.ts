import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffMember, StaffPrincipal } from '../accounts/index.js'
import {
  ConversationAccess,
  ConversationLife,
  ReleaseAssignee,
  SlotRepository,
  summaryOf,
} from '../conversations/index.js'
import type { Conversation } from '../conversations/index.js'
import { AgentsAtHand } from './agents-at-hand.js'
import { DrainQueue } from './drain-queue.js'
import { FindAgent } from './find-agent.js'
import { RecordForced } from './record-forced.js'

type Assign = StaffCommands['routing:assignConversation']

/** A supervisor gives a conversation to an agent, whoever has it and however many that agent has (C5). */
@Singleton()
export class AssignConversationBySupervisor {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly slots!: SlotRepository

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly release!: ReleaseAssignee

  @Inject()
  private readonly findAgent!: FindAgent

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly drainQueue!: DrainQueue

  @Inject()
  private readonly recordForced!: RecordForced

  @Inject()
  private readonly agentsAtHand!: AgentsAtHand

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `conversation_ended`, `edit_conflict`, `not_found`, `bad_request` for one who cannot have chats */
  async run(
    caller: StaffPrincipal,
    { conversationId, staffId, seenAssigneeId }: Assign['input'],
  ): Promise<Assign['output']> {
    const conversation = await this.access.conversation(caller, conversationId, 'conversations.assign')
    if (conversation.state === 'ended') throw new ParleyError('conversation_ended')
    const formerId = conversation.assignee?.id ?? null
    if (formerId === staffId) return answer(conversation)
    if (formerId !== seenAssigneeId) throw new ParleyError('edit_conflict')
    const agent = await this.findAgent.run(caller.tenantId, staffId, 'staffId')
    const assigned = await this.move(conversation, agent)
    await this.recordForced.run(caller, conversation, assigned)
    if (formerId !== null) await this.release.run(assigned, formerId)
    await this.drainQueue.run(caller.tenantId, conversation.queueId)
    return answer(assigned)
  }

  private async move(from: Conversation, agent: StaffMember): Promise<Conversation> {
    const { tenantId } = from
    const at = this.clock.now()
    const considered = [{ staffId: agent.id, verdict: 'chosen' as const }]
    const assigned = await this.slots.force({ from, agent, at, decision: { at, by: 'forced', considered } })
    if (assigned === 'edit_conflict') throw new ParleyError('edit_conflict')
    this.agentsAtHand.forget(tenantId)
    await this.staff.noteServed(tenantId, agent.id, at)
    await this.life.announceAssignment(assigned)
    return assigned
  }
}

const answer = (conversation: Conversation): Assign['output'] => ({
  conversation: summaryOf(conversation),
  isAboveCap: conversation.slot === null,
})
