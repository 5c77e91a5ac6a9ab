import { defineSchema } from '../mongo/schema.js'

/** Which format the store has, and which node is changing it: one document. */
export interface StoreFormatDocument {
  _id: 'format'
  version: number
  /** The oldest code, by the format it was made for, that may work on the store. */
  worksFrom: number
  /** What was done, in order. */
  done: { version: number; name: string; at: Date }[]
  /** How far the migration that is under way has come, by what it calls its steps. */
  positions: Record<string, string>
  node: string
  /** Rises with each holder: what an earlier one still wants to write is recognised. */
  epoch: number
  until: Date
}

// One document, found by its _id.
export const storeFormatSchema = defineSchema<StoreFormatDocument>('storeFormats', {
  _id: { type: String, required: true },
  version: { type: Number, required: true },
  worksFrom: { type: Number, required: true },
  done: { type: [Object], required: true } as never,
  positions: { type: Object, required: true },
  node: { type: String, default: '' },
  epoch: { type: Number, required: true },
  until: { type: Date, required: true },
})
