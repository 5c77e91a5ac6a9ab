import { Inject, Singleton } from '@midwayjs/core'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { NodeIdentity } from '../../platform/nodes/node-identity.js'
import { RedisLink } from '../../platform/nodes/redis-link.js'
import { DispatchLeaseRepository } from './dispatch-lease.repository.js'
import type { Held, QueueKey } from './dispatch-lease.repository.js'

const LASTS_MS = 6_000
/** Renewed when less than this is left of it. */
const RENEW_BELOW_MS = 3_000

/** Says whether the lease is still held, renewing it when it is about to run out. */
export type StillHeld = () => Promise<boolean>

/**
 * Where nodes share a store, one at a time hands out a queue, so that first come is first served. Ownership and caps do not
 * depend on it: those are kept by the claim itself. A node by itself needs no lease.
 */
@Singleton()
export class DispatchLease {
  @Inject()
  private readonly leases!: DispatchLeaseRepository

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly node!: NodeIdentity

  @Inject()
  private readonly link!: RedisLink

  /** Hands out under the lease; when another node holds it, that one is told to look once more. */
  async alone(queue: QueueKey, handOut: (isStillHeld: StillHeld) => Promise<void>): Promise<void> {
    if (!this.link.isShared) return handOut(() => Promise.resolve(true))
    let until = this.end(this.mongo.now())
    let held = await this.take(queue, until)
    if (held === null) {
      await this.leases.want(queue)
      // Given back before it could know: then nobody else looks again.
      held = await this.take(queue, until)
    }
    if (held === null) return
    const { epoch } = held
    const isStillHeld = async () => {
      const leftMs = until.getTime() - this.mongo.now().getTime()
      if (leftMs > RENEW_BELOW_MS) return true
      until = this.end(this.mongo.now())
      return this.leases.renew(queue, epoch, until)
    }
    while (held !== null) {
      await handOut(isStillHeld)
      held = await this.leases.giveBack(queue, held)
    }
  }

  private take(queue: QueueKey, until: Date): Promise<Held | null> {
    return this.leases.take(queue, { node: this.node.id, until, now: this.mongo.now() })
  }

  private end(from: Date): Date {
    return new Date(from.getTime() + LASTS_MS)
  }
}
