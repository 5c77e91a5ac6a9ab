import { Inject, Singleton } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { StaffRepository } from '../accounts/index.js'
import { QueueDirectory } from '../channels/index.js'
import { ConversationLife } from '../conversations/index.js'
import { Availability } from '../presence/index.js'
import { Tenants } from '../tenants/index.js'
import { DrainQueue } from './drain-queue.js'
import { QueueRepository } from './queue.repository.js'

/** However an event was missed, nobody waits longer than this while someone could serve. */
const DRAIN_ALL_EVERY_MS = 3_000

/** What sets the queues in motion: somebody waits, somebody has room again, somebody came. */
@Singleton()
export class Routing {
  @Inject()
  private readonly drainQueue!: DrainQueue

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly queueDirectory!: QueueDirectory

  @Inject()
  private readonly availability!: Availability

  @Inject()
  private readonly life!: ConversationLife

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly bus!: FactBus

  private timer: NodeJS.Timeout | undefined

  start(): void {
    this.queueDirectory.answerBy(this.queues)
    this.bus.on('conversations:waiting', async ({ conversation }) => {
      const { tenantId, queueId } = conversation
      if (!(await this.availability.isAnyoneOnline(tenantId))) await this.life.say(conversation, 'nobody_online')
      await this.drainQueue.run(tenantId, queueId)
    })
    this.bus.on('conversations:ended', async ({ conversation: { tenantId, queueId, assignee } }) => {
      if (assignee !== null) await this.staff.noteServed(tenantId, assignee.id, this.clock.now())
      await this.drainQueue.run(tenantId, queueId)
    })
    this.bus.on('presence:changed', ({ tenantId }) => this.drainAll(tenantId))
    this.timer = setInterval(() => void this.drainEveryTenant().catch(() => undefined), DRAIN_ALL_EVERY_MS)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private async drainEveryTenant(): Promise<void> {
    for (const { key, isSuspended } of await this.tenants.list()) if (!isSuspended) await this.drainAll(key)
  }

  private async drainAll(tenantId: string): Promise<void> {
    for (const queue of await this.queues.list(tenantId)) await this.drainQueue.run(tenantId, queue.id)
  }
}
