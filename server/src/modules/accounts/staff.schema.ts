import type { Role } from '@parley/shared/accounts/staff'
import type { PresenceStatus } from '@parley/shared/presence/presence'
import type { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A member of staff as stored. */
export interface StaffDocument {
  _id: Types.ObjectId
  tenantId: string
  login: string
  name: string
  passwordHash: string
  roles: Role[]
  /** Chats at once (P7). */
  capacity: number
  isDisabled: boolean
  status: PresenceStatus
  /** Node → until when that node vouches for a live connection; judged by the store's time. */
  leases: Record<string, Date>
  /** When they last took or finished a chat: among equals, the longest idle is served first. */
  lastServedAt: Date
}

export const staffSchema = defineSchema<StaffDocument>('staff', {
  tenantId: { type: String, required: true },
  login: { type: String, required: true },
  name: { type: String, required: true },
  passwordHash: { type: String, required: true },
  roles: { type: [String], required: true },
  capacity: { type: Number, required: true },
  isDisabled: { type: Boolean, required: true },
  status: { type: String, required: true },
  leases: { type: Object, required: true },
  lastServedAt: { type: Date, required: true },
})

// Signing in; no two accounts of a tenant share a login.
staffSchema.index({ tenantId: 1, login: 1 }, { unique: true, name: 'staff_login' })
// Who could take a chat now.
staffSchema.index({ tenantId: 1, roles: 1, status: 1 }, { name: 'staff_available' })
