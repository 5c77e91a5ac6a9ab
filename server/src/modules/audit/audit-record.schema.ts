import type { AuditAction, AuditRecord } from '@parley/shared/audit/audit'
import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A link of a tenant's chain: what happened, and the hash that follows from it and from the record before. */
export interface AuditRecordDocument {
  _id: Types.ObjectId
  tenantId: string
  number: number
  at: Date
  action: AuditAction
  actorId: Types.ObjectId | null
  actorName: string
  address: string | null
  subject: AuditRecord['subject']
  details: AuditRecord['details']
  hash: string
}

export const auditRecordSchema = defineSchema<AuditRecordDocument>('auditRecords', {
  tenantId: { type: String, required: true },
  number: { type: Number, required: true },
  at: { type: Date, required: true },
  action: { type: String, required: true },
  actorId: { type: Types.ObjectId },
  actorName: { type: String },
  address: { type: String },
  subject: { type: Object },
  details: { type: Object, required: true },
  hash: { type: String, required: true },
})

export const AUDIT_NUMBER_INDEX = 'auditRecords_number'

// The order of the chain: of two records that would follow the same one, the store takes the first.
auditRecordSchema.index({ tenantId: 1, number: 1 }, { unique: true, name: AUDIT_NUMBER_INDEX })
// Reading, newest first, by what was done or by whom.
auditRecordSchema.index({ tenantId: 1, action: 1, number: -1 }, { name: 'auditRecords_action' })
auditRecordSchema.index({ tenantId: 1, actorId: 1, number: -1 }, { name: 'auditRecords_actor' })
// From which number on a moment begins.
auditRecordSchema.index({ tenantId: 1, at: 1 }, { name: 'auditRecords_at' })
