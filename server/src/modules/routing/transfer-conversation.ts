import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffMember, StaffPrincipal } from '../accounts/index.js'
import {
  AddNoteOfStaff,
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

type Transfer = StaffCommands['routing:transferConversation']

/** Gives an open conversation to somebody else: into a slot of theirs, above their cap only where it is forced. */
@Singleton()
export class TransferConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly slots!: SlotRepository

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly release!: ReleaseAssignee

  @Inject()
  private readonly notes!: AddNoteOfStaff

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

  /** @throws ParleyError `not_found`, `forbidden`, `conversation_ended`, `at_capacity`, `edit_conflict`; `bad_request` for one who cannot have chats */
  async run(caller: StaffPrincipal, input: Transfer['input']): Promise<Transfer['output']> {
    const { conversationId, toStaffId, requestId, note, force = false } = input
    if (force && !caller.permissions.has('conversations.force')) throw new ParleyError('forbidden')
    const conversation = await this.reached(caller, conversationId, toStaffId)
    if (conversation.state === 'ended') throw new ParleyError('conversation_ended')
    const agent = await this.findAgent.run(caller.tenantId, toStaffId, 'toStaffId')
    const isDone = conversation.assignee?.id === toStaffId
    const given = isDone ? conversation : await this.give(conversation, agent, force ? 'forced' : 'transfer')
    if (force && !isDone) await this.recordForced.run(caller, conversation, given)
    if (note !== undefined) {
      await this.notes.write(caller, { threadId: given.threadId, clientMessageId: requestId, text: note })
    }
    return { conversation: summaryOf(given) }
  }

  /** Whoever has given it away may not reach it any more: a retry finds it with the one they gave it to. */
  private async reached(caller: StaffPrincipal, id: string, toStaffId: string): Promise<Conversation> {
    const conversation = await this.access.conversation(caller, id, 'conversations.read')
    if (conversation.assignee?.id === toStaffId) return conversation
    return this.access.conversation(caller, id, 'conversations.transfer')
  }

  private async give(from: Conversation, agent: StaffMember, by: 'transfer' | 'forced'): Promise<Conversation> {
    const at = this.clock.now()
    const decision = { at, by, considered: [{ staffId: agent.id, verdict: 'chosen' as const }] }
    const given = await this.slots.give({ from, agent, at, decision })
    if (typeof given === 'string') throw new ParleyError(given)
    this.agentsAtHand.forget(given.tenantId)
    await this.staff.noteServed(given.tenantId, agent.id, at)
    await this.life.announceAssignment(given)
    if (from.assignee !== null) {
      await this.release.run(given, from.assignee.id)
      await this.drainQueue.run(given.tenantId, given.queueId)
    }
    return given
  }
}
