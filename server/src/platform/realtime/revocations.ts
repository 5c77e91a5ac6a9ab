import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { MongoConnection } from '../mongo/connection.js'
import { RealtimeServer } from './realtime-server.js'
import { RevocationRepository } from './revocation.repository.js'
import type { StoredRevocation } from './revocation.repository.js'
import { RevokedKeys } from './revoked-keys.js'
import type { Grounds } from './revoked-keys.js'

/** Whose connections are cut: a principal's, one of their sessions, or everybody's of a tenant. */
export interface Revocation {
  tenantId: string
  key: string | null
  sessionId?: string | null
  exceptSessionId?: string | null
}

const SWEEP_EVERY_MS = 1_000
/** Announced here, it takes effect here at once; but the answer to whoever asked for it goes out first. */
const OWN_SWEEP_AFTER_MS = 50
/** A change that takes longer than this is taken for stored, by a process that has died: who is cut too early is cut again. */
const ABANDONED_AFTER_MS = 500
/** Nodes may disagree about the time, and a write may become visible late: this much is looked at again each time. */
const OVERLAP_MS = 5_000
/** Whoever has heard nothing for so long holds nothing: what was revoked meanwhile would come too late. */
const DEAF_AFTER_MS = 2_000

/**
 * Rights that change reach live connections on every node within two seconds (P10), with the store as the only messenger:
 * each node reads the small list of what was revoked lately, and cuts connections that were let in before. Those who still
 * may come back at once, with the rights that they have now; nothing else has to be brought up to date.
 */
@Singleton()
export class Revocations {
  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly repository!: RevocationRepository

  @Inject()
  private readonly realtime!: RealtimeServer

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined
  private sweptAt = new Date(0)
  private readonly revoked = new RevokedKeys()
  /** Changes that this process is storing: it knows that it lives, however long they take. */
  private readonly underWay = new Set<string>()

  start(): void {
    this.sweptAt = this.mongo.now()
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  /**
   * Stores a change of rights and cuts whose connections rest on what was before. Word of it is stored first and confirmed
   * after: if the process dies in between, the other nodes find it unconfirmed and cut them all the same.
   */
  async during<Result>(revocations: Revocation[], change: () => Promise<Result>): Promise<Result> {
    const kept = await this.repository.addPending(revocations.map((each) => this.stored(each)))
    for (const { id } of kept) this.underWay.add(id)
    try {
      const result = await change()
      for (const each of kept) this.revoked.note({ ...each, at: this.mongo.now() })
      for (const each of kept) await this.repository.confirm(each, this.mongo.now())
      this.sweepSoon()
      return result
    } catch (error) {
      // Refused, so nothing was stored; after any other failure nobody knows, and the word stands.
      if (error instanceof ParleyError) for (const each of kept) await this.repository.withdraw(each)
      throw error
    } finally {
      for (const { id } of kept) this.underWay.delete(id)
    }
  }

  /** To be called once the change itself is stored: who connects from now on is judged by it. */
  async announce(revocation: Revocation): Promise<void> {
    const stored = this.stored(revocation)
    this.revoked.note(stored)
    await this.repository.add(stored)
    this.sweepSoon()
  }

  /** The moment by which `areUntouched` counts. */
  now(): Date {
    return this.mongo.now()
  }

  /** Whether what was read at a moment still holds: nothing of its grounds was revoked since, and this node would know. */
  areUntouched(grounds: Grounds, readAt: Date): boolean {
    const isDeaf = this.mongo.now().getTime() - this.sweptAt.getTime() > DEAF_AFTER_MS
    return !isDeaf && this.revoked.areUntouched(grounds, readAt)
  }

  private stored({ tenantId, key, sessionId = null, exceptSessionId = null }: Revocation): StoredRevocation {
    return { tenantId, key, sessionId, exceptSessionId, at: this.mongo.now() }
  }

  /** A command of the shell has no connections of its own: the nodes hear of it. */
  private sweepSoon(): void {
    if (this.timer !== undefined) setTimeout(() => void this.sweep(), OWN_SWEEP_AFTER_MS).unref()
  }

  private async sweep(): Promise<void> {
    const now = this.mongo.now()
    try {
      const recent = await this.repository.listSince(new Date(this.sweptAt.getTime() - OVERLAP_MS))
      for (const revocation of recent) if (!revocation.isPending) this.take(revocation)
      for (const revocation of recent.filter((each) => !this.underWay.has(each.id) && isAbandoned(each, now))) {
        this.take({ ...revocation, at: now })
        await this.repository.confirmAbandoned(revocation, now)
      }
      this.sweptAt = now
    } catch (error) {
      // The next sweep looks back as far as the last one that succeeded.
      this.logger.warn('revocations could not be read: %s', (error as Error).message)
    }
  }

  private take(revocation: StoredRevocation): void {
    this.revoked.note(revocation)
    this.realtime.revoke(revocation)
  }
}

const isAbandoned = ({ isPending, at }: { isPending: boolean; at: Date }, now: Date): boolean =>
  isPending && now.getTime() - at.getTime() >= ABANDONED_AFTER_MS
