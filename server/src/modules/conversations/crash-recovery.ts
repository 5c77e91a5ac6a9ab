import { Init, Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { NodeIdentity } from '../../platform/node-identity.js'
import { EntryRepository } from './entry.repository.js'
import { MessageFiles } from './message-files.js'
import { NodeLeaseRepository } from './node-lease.repository.js'
import { Summaries } from './summaries.js'

const RENEW_EVERY_MS = 1_000
const EXPIRES_AFTER_MS = 3_000
/** Looked at from this long before the last renewal, to cover what was written since it, and clocks that differ. */
const MARGIN_MS = 10_000

/**
 * What a node wrote shortly before it died may be missing from summaries, and a recalled text may not be blanked yet. Each
 * node that writes holds a lease; whoever finds one expired goes through what was written since. Idle nodes cost nothing.
 */
@Singleton()
export class CrashRecovery {
  @Inject()
  private readonly leases!: NodeLeaseRepository

  @Inject()
  private readonly entries!: EntryRepository

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly files!: MessageFiles

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly node!: NodeIdentity

  @Inject()
  private readonly bus!: FactBus

  @Logger()
  private readonly logger!: ILogger

  private hasWritten = false
  private timer: NodeJS.Timeout | undefined

  @Init()
  listen(): void {
    this.bus.on('conversations:entryStored', () => {
      this.hasWritten = true
    })
  }

  /** Mends what dead nodes left, then begins to vouch for this one. */
  async start(): Promise<void> {
    // Every lease is another node's: this one is new. One that is still valid may belong to a process that was just killed.
    await this.mend(new Date(this.mongo.now().getTime() + EXPIRES_AFTER_MS))
    await this.renew()
    this.timer = setInterval(() => void this.tick(), RENEW_EVERY_MS)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.leases.remove(this.node.id).catch(() => undefined)
  }

  private async tick(): Promise<void> {
    try {
      if (this.hasWritten) await this.renew()
      this.hasWritten = false
    } catch (error) {
      this.logger.warn('the lease of this node could not be renewed: %s', (error as Error).message)
    }
  }

  private renew(): Promise<void> {
    const now = this.mongo.now()
    return this.leases.renew(this.node.id, { lastWriteAt: now, expiresAt: new Date(now.getTime() + EXPIRES_AFTER_MS) })
  }

  private async mend(expiredBy: Date): Promise<void> {
    for (const { node, lastWriteAt } of await this.leases.listExpired(expiredBy)) {
      let count = 0
      for await (const entry of this.entries.writtenSince(new Date(lastWriteAt.getTime() - MARGIN_MS))) {
        const { tenantId, threadId, body } = entry
        if (body.kind === 'recalled') await this.files.blank({ tenantId, threadId }, body.targetSeq)
        this.summaries.follow(entry)
        count += 1
      }
      await this.summaries.flush()
      await this.leases.remove(node)
      if (count > 0) this.logger.info('went through %s entries that node %s wrote last', count, node)
    }
  }
}
