import { Init, Inject, Singleton } from '@midwayjs/core'
import type { AuditFilter, AuditRecord } from '@parley/shared/audit/audit'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { AUDIT_NUMBER_INDEX, auditRecordSchema } from './audit-record.schema.js'
import type { AuditRecordDocument } from './audit-record.schema.js'

/** The chains as stored. There is no method that changes or removes a record. */
@Singleton()
export class AuditRecordRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<AuditRecordDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('auditRecords', auditRecordSchema)
  }

  /** The end of a chain, by auditRecords_number. */
  async findLast(tenantId: string): Promise<AuditRecord | null> {
    const found = await this.model.findOne({ tenantId }).sort({ number: -1 }).lean()
    return found && toRecord(found)
  }

  /** Stores a record unless another has taken its number; true when it was stored. */
  async append(tenantId: string, { actor, at, ...record }: AuditRecord): Promise<boolean> {
    const actorId = actor.id === null ? null : new Types.ObjectId(actor.id)
    const document = { ...record, tenantId, at: new Date(at), actorId, actorName: actor.name }
    try {
      await retryingContended(() => this.model.create(document))
      return true
    } catch (error) {
      if (isDuplicateOf(error, AUDIT_NUMBER_INDEX)) return false
      throw error
    }
  }

  /** A page of what a filter lets through, newest first: by auditRecords_number, _action or _actor. */
  async page(
    tenantId: string,
    { action, actorId, from, to }: AuditFilter,
    { before, limit }: { before: number | undefined; limit: number },
  ): Promise<AuditRecord[]> {
    const [first, end] = await Promise.all([this.firstSince(tenantId, from), this.firstSince(tenantId, to)])
    const found = await this.model
      .find({
        tenantId,
        ...(action === undefined ? {} : { action }),
        ...(actorId === undefined ? {} : { actorId: new Types.ObjectId(actorId) }),
        number: {
          $gte: from === undefined ? 1 : (first ?? Number.MAX_SAFE_INTEGER),
          $lt: Math.min(
            before ?? Number.MAX_SAFE_INTEGER,
            to === undefined ? Number.MAX_SAFE_INTEGER : (end ?? Number.MAX_SAFE_INTEGER),
          ),
        },
      })
      .sort({ number: -1 })
      .limit(limit)
      .lean()
    return found.map(toRecord)
  }

  /** What follows a number, oldest first, by auditRecords_number. */
  async listAfter(tenantId: string, number: number, limit: number): Promise<AuditRecord[]> {
    const found = await this.model
      .find({ tenantId, number: { $gt: number } })
      .sort({ number: 1 })
      .limit(limit)
      .lean()
    return found.map(toRecord)
  }

  /** Numbers rise with time, so a moment is a number: the first at or after it, by auditRecords_at. */
  private async firstSince(tenantId: string, instant: string | undefined): Promise<number | undefined> {
    if (instant === undefined) return undefined
    const found = await this.model
      .findOne({ tenantId, at: { $gte: new Date(instant) } }, { number: 1 })
      .sort({ at: 1 })
      .lean()
    return found?.number
  }
}

function toRecord(document: AuditRecordDocument): AuditRecord {
  return {
    number: document.number,
    at: document.at.toISOString(),
    action: document.action,
    actor: { id: document.actorId?.toHexString() ?? null, name: document.actorName },
    address: document.address ?? null,
    subject: document.subject ?? null,
    details: document.details,
    hash: document.hash,
  }
}
