import type { ChannelLocale, Greeting, UploadLimits } from '@parley/shared/channels/channel'
import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A key that the host's server encrypts contact tokens with. The server reads them by it, so it cannot be a hash. */
export interface SigningKeyPart {
  id: string
  secret: Buffer
  createdAt: Date
  /** Its tokens are refused from then on; null while it is in use. */
  retiresAt: Date | null
}

/** As stored: sealed by `SecretBox`, or the bytes themselves when it was stored before keys were sealed. */
export type StoredSigningKey = Omit<SigningKeyPart, 'secret'> & { secret: string | Buffer }

/** A way in for contacts, known by its key in the address. */
export interface ChannelDocument {
  _id: Types.ObjectId
  tenantId: string
  key: string
  name: string
  /** Where its conversations wait. */
  queueId: Types.ObjectId
  allowedOrigins: string[]
  allowsAnonymous: boolean
  allowsAccounts: boolean
  greeting: Greeting
  colour: string
  locale: ChannelLocale
  /** Absent in what an earlier version stored. */
  uploadLimits?: UploadLimits
  isEnabled: boolean
  /** Newest first. */
  signingKeys: StoredSigningKey[]
  createdAt: Date
  version: number
}

export const channelSchema = defineSchema<ChannelDocument>('channels', {
  tenantId: { type: String, required: true },
  key: { type: String, required: true },
  name: { type: String, required: true },
  queueId: { type: Types.ObjectId, required: true },
  allowedOrigins: { type: [String], required: true },
  allowsAnonymous: { type: Boolean, required: true },
  allowsAccounts: { type: Boolean, required: true },
  greeting: { type: Object, required: true },
  colour: { type: String, required: true },
  locale: { type: String, required: true },
  uploadLimits: { type: Object },
  isEnabled: { type: Boolean, required: true },
  signingKeys: { type: [Object] as never, required: true },
  createdAt: { type: Date, required: true },
  version: { type: Number, required: true },
})

export const CHANNEL_KEY_INDEX = 'channels_key'

// The key stands in public addresses without a tenant, so it is unique over all of them.
channelSchema.index({ key: 1 }, { unique: true, name: CHANNEL_KEY_INDEX })
// The channels of a tenant, in the order of their names.
channelSchema.index({ tenantId: 1, name: 1 }, { name: 'channels_name' })
// A contact token names its key alone.
channelSchema.index({ 'signingKeys.id': 1 }, { name: 'channels_signingKey' })
