import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { channelConnections, channelView, heldOfChannel, NEW_CHANNEL, subjectOf } from './channel.js'
import { ChannelRepository } from './channel.repository.js'
import { QueueDirectory } from './queue-directory.js'

/** What lets fewer in by being turned off. */
const NARROWING = ['isEnabled', 'allowsAnonymous', 'allowsAccounts'] as const

type Create = StaffCommands['channels:createChannel']
type Update = StaffCommands['channels:updateChannel']

@Singleton()
export class CreateChannelOfTenant {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly queues!: QueueDirectory

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `name_taken` for a key that some channel has; `not_found` for an unknown queue */
  async run(caller: StaffPrincipal, input: Create['input']): Promise<Create['output']> {
    const { tenantId } = caller
    const queueId = input.queueId ?? (await this.queues.known.defaultOf(tenantId))
    await requireQueue(this.queues, tenantId, queueId)
    const { uploadLimits = NEW_CHANNEL.uploadLimits } = input
    const channel = await this.channels.add({ ...input, tenantId, queueId, uploadLimits }, this.clock.now())
    if (channel === null) throw new ParleyError('name_taken', { issues: [{ path: 'key', code: 'taken' }] })
    await this.audit.record(caller, { action: 'channel.created', subject: subjectOf(channel) })
    return { channel: channelView(channel) }
  }
}

@Singleton()
export class UpdateChannelOfTenant {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly queues!: QueueDirectory

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly revocations!: Revocations

  /** @throws ParleyError `not_found`, `edit_conflict` */
  async run(caller: StaffPrincipal, { channelId, version, change }: Update['input']): Promise<Update['output']> {
    const { tenantId } = caller
    if (change.queueId !== undefined) await requireQueue(this.queues, tenantId, change.queueId)
    const present = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const isNarrower = NARROWING.some((setting) => change[setting] === false)
    const held = heldOfChannel(tenantId, channelId)
    const concerned = isNarrower ? [channelConnections(tenantId, channelId), held] : [held]
    const channel = await this.revocations.during(concerned, () =>
      this.channels.change({ tenantId, id: channelId, version }, present),
    )
    const details = { changed: Object.keys(present) }
    await this.audit.record(caller, { action: 'channel.edited', subject: subjectOf(channel), details })
    return { channel: channelView(channel) }
  }
}

async function requireQueue(queues: QueueDirectory, tenantId: string, queueId: string): Promise<void> {
  if (!(await queues.known.exists(tenantId, queueId))) throw new ParleyError('not_found')
}
