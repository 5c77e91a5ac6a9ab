import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import type { Silence } from '@parley/shared/routing/queues'
import { Clock } from '../../platform/clock.js'
import { EndSilent, InboxRepository } from '../conversations/index.js'
import { Tenants } from '../tenants/index.js'
import { QueueRepository } from './queue.repository.js'

const LOOK_EVERY_MS = 5_000
const MINUTE_MS = 60_000

/** Looks for conversations that are silent for longer than their queue allows. Every node does; the log lets each step happen once. */
@Singleton()
export class SilenceWatch {
  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly inbox!: InboxRepository

  @Inject()
  private readonly endSilent!: EndSilent

  @Inject()
  private readonly clock!: Clock

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> = Promise.resolve()

  start(): void {
    this.scheduleNext()
  }

  /** Resolves when the look under way is over. */
  async stop(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    await this.looking
  }

  private scheduleNext(): void {
    this.timer = setTimeout(() => {
      this.looking = this.look().then(() => {
        if (this.timer !== undefined) this.scheduleNext()
      })
    }, LOOK_EVERY_MS)
    this.timer.unref()
  }

  private async look(): Promise<void> {
    try {
      for (const { key, isSuspended } of await this.tenants.list()) if (!isSuspended) await this.lookIn(key)
    } catch (error) {
      this.logger.warn('silent conversations could not be looked for: %s', (error as Error).message)
    }
  }

  private async lookIn(tenantId: string): Promise<void> {
    for (const { id, silence } of await this.queues.list(tenantId)) {
      if (silence !== null) await this.lookThrough({ tenantId, id }, silence)
    }
  }

  private async lookThrough({ tenantId, id }: { tenantId: string; id: string }, silence: Silence): Promise<void> {
    const since = new Date(this.clock.now().getTime() - silence.warnAfterMinutes * MINUTE_MS)
    for (const conversation of await this.inbox.listSilent(tenantId, id, since)) {
      // One that fails keeps none of the others.
      await this.endSilent.run(conversation, silence).catch((error: Error) => {
        this.logger.warn('conversation %s could not be ended after silence: %s', conversation.id, error.message)
      })
    }
  }
}
