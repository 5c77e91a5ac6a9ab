import type { Language } from '@parley/shared/accounts/staff'
import type { PresenceStatus } from '@parley/shared/presence/presence'
import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A member of staff as stored. */
export interface StaffDocument {
  _id: Types.ObjectId
  tenantId: string
  login: string
  name: string
  /** Null until an invited one has chosen their password. */
  passwordHash: string | null
  /** Built-in roles by name, the tenant's own by id. */
  roles: string[]
  /** Chats at once (P7). */
  capacity: number
  isDisabled: boolean
  status: PresenceStatus
  /** What colleagues should know of it. */
  statusNote?: string | null
  /** Node → until when that node vouches for a live connection; judged by the store's time. */
  leases: Record<string, Date>
  /** Since when they are in this status, reachable or not. */
  presenceSince?: Date
  /** When they last took or finished a chat: among equals, the longest idle is served first. */
  lastServedAt: Date
  email?: string | null
  mobile?: string | null
  initials?: string | null
  /** Where their picture is. */
  avatar?: string | null
  language?: Language | null
  departmentId?: Types.ObjectId | null
  superiorId?: Types.ObjectId | null
  /** The queues that they serve. */
  queueIds?: Types.ObjectId[]
  createdAt?: Date
  /** By which whoever made the account and did not hear of it recognises it. */
  clientStaffId?: string
  lastSignInAt?: Date | null
  /** Rises with each edit of the account; what people saw is compared with it. */
  version?: number
  totp?: StoredTotp | null
}

/** A second step: its secret, and what was used up of it. */
export interface StoredTotp {
  /** As `SecretBox` seals it; as it is when it was stored before there was a key. */
  secret: string
  /** Null until a code of it was given. */
  confirmedAt: Date | null
  /** The time step of the last code that was taken: none at or before it is taken again. */
  lastStep: number
  /** Hashes of the recovery codes that are left. */
  recoveryHashes: string[]
}

export const staffSchema = defineSchema<StaffDocument>('staff', {
  tenantId: { type: String, required: true },
  login: { type: String, required: true },
  name: { type: String, required: true },
  passwordHash: { type: String },
  roles: { type: [String], required: true },
  capacity: { type: Number, required: true },
  isDisabled: { type: Boolean, required: true },
  status: { type: String, required: true },
  statusNote: { type: String },
  leases: { type: Object, required: true },
  presenceSince: { type: Date },
  lastServedAt: { type: Date, required: true },
  email: { type: String },
  mobile: { type: String },
  initials: { type: String },
  avatar: { type: String },
  language: { type: String },
  departmentId: { type: Types.ObjectId },
  superiorId: { type: Types.ObjectId },
  queueIds: { type: [Types.ObjectId], default: undefined } as never,
  createdAt: { type: Date },
  clientStaffId: { type: String },
  lastSignInAt: { type: Date },
  version: { type: Number },
  totp: { type: Object },
})

// Signing in; no two accounts of a tenant share a login.
staffSchema.index({ tenantId: 1, login: 1 }, { unique: true, name: 'staff_login' })
// Who could take a chat now.
staffSchema.index({ tenantId: 1, roles: 1, status: 1 }, { name: 'staff_available' })
// Who serves a queue.
staffSchema.index({ tenantId: 1, queueIds: 1 }, { name: 'staff_queues' })
// Who is in a department, and under whom.
staffSchema.index({ tenantId: 1, departmentId: 1 }, { name: 'staff_department' })
