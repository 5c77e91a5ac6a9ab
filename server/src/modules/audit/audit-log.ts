import { Inject, Singleton } from '@midwayjs/core'
import type { AuditAction, AuditRecord } from '@parley/shared/audit/audit'
import { Clock } from '../../platform/clock.js'
import { CHAIN_START, follows, hashOf } from './audit-chain.js'
import { AuditRecordRepository } from './audit-record.repository.js'

/** Whoever does something that is recorded: a signed-in member of staff, or the system. */
export interface AuditActor {
  tenantId: string
  staffId: string | null
  name: string
  address: string | null
}

/** What is recorded of it. */
export interface Audited {
  action: AuditAction
  subject?: AuditRecord['subject']
  details?: AuditRecord['details']
}

/** Each lost race means that another record was stored; more than this in a row is a fault. */
const RACES_MAX = 100
const VERIFY_PAGE = 1_000

/** What the server does by itself, at a start or by a command of whoever runs it. */
export const systemActor = (tenantId: string): AuditActor => ({
  tenantId,
  staffId: null,
  name: 'system',
  address: null,
})

/**
 * Who did what, when, from where. Records are only ever added: each carries the hash of the one before, and the unique
 * number decides which of two comes first, as in the log of a thread. Call it when the deed is done; it resolves when the
 * record is durable.
 */
@Singleton()
export class AuditLog {
  @Inject()
  private readonly records!: AuditRecordRepository

  @Inject()
  private readonly clock!: Clock

  /** One at a time per tenant and process: those side by side would only race each other. */
  private readonly inFlight = new Map<string, Promise<unknown>>()

  record(actor: AuditActor, audited: Audited): Promise<void> {
    const { tenantId } = actor
    const before = this.inFlight.get(tenantId) ?? Promise.resolve()
    const recording = before.catch(() => undefined).then(() => this.append(actor, audited))
    this.inFlight.set(tenantId, recording)
    return recording
  }

  /** Reads a whole chain; `brokenAt` is the first record that does not follow from the one before. */
  async verify(tenantId: string): Promise<{ checked: number; brokenAt: number | null }> {
    let previous = { number: 0, hash: CHAIN_START }
    for (;;) {
      const page = await this.records.listAfter(tenantId, previous.number, VERIFY_PAGE)
      for (const record of page) {
        if (!follows(previous, record)) return { checked: previous.number, brokenAt: previous.number + 1 }
        previous = record
      }
      if (page.length < VERIFY_PAGE) return { checked: previous.number, brokenAt: null }
    }
  }

  private async append(actor: AuditActor, audited: Audited): Promise<void> {
    for (let race = 0; race < RACES_MAX; race += 1) {
      const last = await this.records.findLast(actor.tenantId)
      const now = this.clock.now().toISOString()
      const statement = {
        number: (last?.number ?? 0) + 1,
        at: last !== null && last.at > now ? last.at : now,
        action: audited.action,
        actor: { id: actor.staffId, name: actor.name },
        address: actor.address,
        subject: audited.subject ?? null,
        details: audited.details ?? {},
      }
      const record = { ...statement, hash: hashOf(last?.hash ?? CHAIN_START, statement) }
      if (await this.records.append(actor.tenantId, record)) return
    }
    throw new Error(`Lost ${RACES_MAX} races for a place in the audit log`)
  }
}
