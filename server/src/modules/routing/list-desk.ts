import { Inject, Singleton } from '@midwayjs/core'
import type { DeskAgent } from '@parley/shared/routing/desk'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffMember, StaffPrincipal } from '../accounts/index.js'
import { SlotRepository } from '../conversations/index.js'
import { isReachable } from '../presence/index.js'
import { mayHaveChats } from './find-agent.js'

/** Who is there, since when, and with how many chats. With the scope `queue`: those who serve a queue of the reader's. */
@Singleton()
export class ListDeskForSupervisor {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly slots!: SlotRepository

  @Inject()
  private readonly mongo!: MongoConnection

  async run(caller: StaffPrincipal): Promise<{ agents: DeskAgent[] }> {
    const members = await this.staff.list(caller.tenantId)
    const agents = members.filter((member) => mayHaveChats(member) && isSeenBy(caller, member))
    const counts = await this.slots.countOpen(
      caller.tenantId,
      agents.map(({ id }) => id),
    )
    return { agents: agents.map((agent) => this.view(agent, counts.get(agent.id))) }
  }

  private view(agent: StaffMember, count: { open: number; forced: number } | undefined): DeskAgent {
    const isThere = isReachable(agent, this.mongo.now())
    return {
      staffId: agent.id,
      name: agent.name,
      avatar: agent.avatar,
      status: agent.status,
      statusNote: agent.statusNote,
      isReachable: isThere,
      since: sinceOf(agent, isThere ? 'there' : 'gone')?.toISOString() ?? null,
      capacity: agent.capacity,
      openChats: count?.open ?? 0,
      forcedChats: count?.forced ?? 0,
    }
  }
}

const isSeenBy = ({ grants, queueIds, staffId }: StaffPrincipal, member: StaffMember): boolean =>
  grants['conversations.assign'] === 'all' ||
  member.id === staffId ||
  member.queueIds.some((queueId) => queueIds.includes(queueId))

/** Of a node that died nothing was noted when its word ran out: then that is the moment. */
function sinceOf({ presenceSince, reachableUntil }: StaffMember, state: 'there' | 'gone'): Date | null {
  if (state === 'there' || reachableUntil === null) return presenceSince
  return presenceSince === null || reachableUntil > presenceSince ? reachableUntil : presenceSince
}
