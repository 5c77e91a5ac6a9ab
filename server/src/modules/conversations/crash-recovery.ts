import { Init, Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { NodeIdentity } from '../../platform/nodes/node-identity.js'
import { RedisLink } from '../../platform/nodes/redis-link.js'
import { MessageFiles } from './message-files.js'
import { NodeLeaseRepository } from './node-lease.repository.js'
import { ReadFromStore } from './read-from-store.js'
import { SearchIndex } from './search-index.js'
import { Summaries } from './summaries.js'

const RENEW_EVERY_MS = 1_000
const EXPIRES_AFTER_MS = 3_000
/** Looked at from this long before the last renewal, to cover what was written since it, and clocks that differ. */
const MARGIN_MS = 10_000
/** A node that misses a renewal under load is not dead yet. */
const SURELY_DEAD_AFTER_MS = 1_000
const FORGOTTEN_AFTER_MS = 10_000

/**
 * What a node wrote shortly before it died may be missing from summaries, and a recalled text may not be blanked yet. Each
 * node that writes holds a lease; whoever finds one expired goes through what was written since, and tells its own sockets.
 * A node by itself costs nothing while it is idle; nodes that share renew theirs each second.
 */
@Singleton()
export class CrashRecovery {
  @Inject()
  private readonly leases!: NodeLeaseRepository

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly search!: SearchIndex

  @Inject()
  private readonly files!: MessageFiles

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly node!: NodeIdentity

  @Inject()
  private readonly link!: RedisLink

  @Inject()
  private readonly store!: ReadFromStore

  @Inject()
  private readonly bus!: FactBus

  @Logger()
  private readonly logger!: ILogger

  private hasWritten = false
  private lastWriteAt = new Date(0)
  private isMending = false
  /** Dead nodes whose lease still stands for the other nodes to see. */
  private readonly mended = new Set<string>()
  private timer: NodeJS.Timeout | undefined

  @Init()
  listen(): void {
    this.bus.on('conversations:entryStored', () => {
      this.hasWritten = true
    })
  }

  /** Mends what dead nodes left, then begins to vouch for this one and to watch the others. */
  async start(): Promise<void> {
    // Every lease is another node's: this one is new. One that is still valid may belong to a process that was just killed.
    await this.mend(new Date(this.mongo.now().getTime() + EXPIRES_AFTER_MS))
    this.lastWriteAt = this.mongo.now()
    await this.renew()
    this.timer = setInterval(() => void this.tick(), RENEW_EVERY_MS)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    // What the search still lacks is found by the lease, when the next node starts.
    if (this.search.heldSince === undefined) await this.leases.remove(this.node.id).catch(() => undefined)
  }

  private async tick(): Promise<void> {
    try {
      if (this.hasWritten || this.link.isShared) await this.renew()
      if (this.link.isShared) await this.mend(new Date(this.mongo.now().getTime() - SURELY_DEAD_AFTER_MS))
    } catch (error) {
      this.logger.warn('the lease of this node could not be renewed: %s', (error as Error).message)
    }
  }

  private async renew(): Promise<void> {
    const now = this.mongo.now()
    if (this.hasWritten) this.lastWriteAt = now
    this.hasWritten = false
    const expiresAt = new Date(now.getTime() + EXPIRES_AFTER_MS)
    // What the search does not have yet is gone through again as well.
    const { heldSince = this.lastWriteAt } = this.search
    const lastWriteAt = heldSince < this.lastWriteAt ? heldSince : this.lastWriteAt
    await this.leases.renew(this.node.id, { lastWriteAt, expiresAt })
  }

  /** Every node that sees it tells its own sockets what the dead one wrote; that summaries are written twice changes nothing. */
  private async mend(expiredBy: Date): Promise<void> {
    if (this.isMending) return
    this.isMending = true
    try {
      for (const { node, lastWriteAt } of await this.leases.listExpired(expiredBy)) {
        if (node !== this.node.id) await this.mendAfter(node, lastWriteAt)
      }
    } finally {
      this.isMending = false
    }
  }

  private async mendAfter(node: string, lastWriteAt: Date): Promise<void> {
    if (this.mended.has(node)) return
    const count = await this.store.tellSince(new Date(lastWriteAt.getTime() - MARGIN_MS), async (entry) => {
      const { tenantId, threadId, body } = entry
      if (body.kind === 'recalled') await this.files.blank({ tenantId, threadId }, body.targetSeq)
      this.summaries.follow(entry)
      this.search.follow(entry)
    })
    await this.summaries.flush()
    await this.search.flush()
    this.mended.add(node)
    // The others have seen it by then too.
    if (this.link.isShared) setTimeout(() => void this.forget(node), FORGOTTEN_AFTER_MS).unref()
    else await this.forget(node)
    if (count > 0) this.logger.info('went through %s entries that node %s wrote last', count, node)
  }

  private async forget(node: string): Promise<void> {
    await this.leases.remove(node).catch(() => undefined)
    this.mended.delete(node)
  }
}
