import { Inject, Singleton } from '@midwayjs/core'
import type { Queue as QueueView, Silence } from '@parley/shared/routing/queues'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Revocations } from '../../platform/realtime/revocations.js'
import { StaffRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { DrainQueue } from './drain-queue.js'
import { mayHaveChats } from './find-agent.js'
import { QueueRepository } from './queue.repository.js'
import type { Queue } from './queue.repository.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

const queueView = ({ id, name, isEnabled, silence, version }: Queue, memberIds: string[]): QueueView => ({
  id,
  name,
  isEnabled,
  memberIds,
  silence,
  version,
})

/** As the record of a change holds it: minutes until the warning, and from there to the end. */
const silenceInWords = (silence: Silence | null): string | false =>
  silence !== null && `${silence.warnAfterMinutes} + ${silence.endAfterMinutes}`

/** Who serves a queue. It stands on their accounts, so that whoever connects carries it. */
@Singleton()
export class QueueMembers {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly revocations!: Revocations

  /** Members of each queue, disabled accounts left out. */
  async byQueue(tenantId: string): Promise<Map<string, string[]>> {
    const members = new Map<string, string[]>()
    for (const { id, isDisabled, queueIds } of await this.staff.list(tenantId)) {
      if (isDisabled) continue
      for (const queueId of queueIds) members.set(queueId, [...(members.get(queueId) ?? []), id])
    }
    return members
  }

  /**
   * Whether these can be the members of a queue, that of `queueId` or a new one. Whoever is a member already may stay: roles
   * change, and a queue must not become one that cannot be saved.
   * @throws ParleyError `not_found`; `bad_request` for one who comes and cannot have chats
   */
  async require(tenantId: string, { queueId, ids }: { queueId?: string; ids: string[] }): Promise<void> {
    const staff = new Map((await this.staff.list(tenantId)).map((member) => [member.id, member]))
    if (!ids.every((id) => staff.has(id))) throw new ParleyError('not_found')
    const issues = ids.flatMap((id, index) => {
      const member = staff.get(id) ?? null
      const isMember = queueId !== undefined && member?.queueIds.includes(queueId)
      return isMember || mayHaveChats(member) ? [] : [{ path: `memberIds.${index}`, code: 'not_an_agent' }]
    })
    if (issues.length > 0) throw new ParleyError('bad_request', { issues })
  }

  /** Makes these the members; tells who came and who went. What they may see changes with it. */
  async replace(tenantId: string, queueId: string, memberIds: string[]): Promise<{ joined: string[]; left: string[] }> {
    const before = (await this.byQueue(tenantId)).get(queueId) ?? []
    const joined = memberIds.filter((id) => !before.includes(id))
    const left = before.filter((id) => !memberIds.includes(id))
    const concerned = [...joined, ...left].map((id) => ({ tenantId, key: `staff:${id}` }))
    await this.revocations.during(concerned, async () => {
      await this.staff.joinQueue(tenantId, queueId, joined)
      await this.staff.leaveQueue(tenantId, queueId, left)
    })
    return { joined, left }
  }
}

@Singleton()
export class ListQueuesOfTenant {
  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly members!: QueueMembers

  async run({ tenantId }: StaffPrincipal): Output<'routing:listQueues'> {
    const [queues, members] = await Promise.all([this.queues.list(tenantId), this.members.byQueue(tenantId)])
    return { queues: queues.map((queue) => queueView(queue, members.get(queue.id) ?? [])) }
  }
}

@Singleton()
export class CreateQueueOfTenant {
  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly members!: QueueMembers

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { name, memberIds }: Input<'routing:createQueue'>): Output<'routing:createQueue'> {
    const { tenantId } = caller
    await this.members.require(tenantId, { ids: memberIds })
    const queue = await this.queues.add(tenantId, name)
    await this.members.replace(tenantId, queue.id, memberIds)
    const subject = { kind: 'queue', id: queue.id, name }
    await this.audit.record(caller, { action: 'queue.created', subject, details: { members: memberIds } })
    return { queue: queueView(queue, memberIds) }
  }
}

@Singleton()
export class EditQueueOfTenant {
  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly members!: QueueMembers

  @Inject()
  private readonly drainQueue!: DrainQueue

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, input: Input<'routing:editQueue'>): Output<'routing:editQueue'> {
    const { tenantId } = caller
    const { queueId, version, memberIds, name, isEnabled, silence } = input
    if (memberIds !== undefined) await this.members.require(tenantId, { queueId, ids: memberIds })
    const plain = { ...(name === undefined ? {} : { name }), ...(isEnabled === undefined ? {} : { isEnabled }) }
    const change = { ...plain, ...(silence === undefined ? {} : { silence }) }
    const queue = await this.queues.edit({ tenantId, id: queueId, version }, change)
    const moved = memberIds === undefined ? null : await this.members.replace(tenantId, queueId, memberIds)
    const subject = { kind: 'queue', id: queueId, name: queue.name }
    const details = { ...plain, ...(silence === undefined ? {} : { silence: silenceInWords(silence) }), ...moved }
    await this.audit.record(caller, { action: 'queue.edited', subject, details })
    void this.drainQueue.run(tenantId, queueId)
    return { queue: queueView(queue, memberIds ?? (await this.members.byQueue(tenantId)).get(queueId) ?? []) }
  }
}
