import { defineSchema } from '../../platform/mongo/schema.js'

/** A secret that this installation made for itself at its first start, shared by all its nodes. */
export interface SigningKeyDocument {
  _id: string
  secret: Buffer
  createdAt: Date
}

export const signingKeySchema = defineSchema<SigningKeyDocument>('signingKeys', {
  _id: { type: String, required: true },
  secret: { type: Buffer, required: true },
  createdAt: { type: Date, required: true },
})
