import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A message as it is searched for: a copy behind the log, made of it and made again from it. */
export interface SearchDocument {
  /** The entry's. */
  _id: Types.ObjectId
  tenantId: string
  threadId: Types.ObjectId
  seq: number
  /** Absent of one whose recall came before it. */
  conversationId?: Types.ObjectId
  createdAt?: Date
  author?: { role: 'contact' | 'staff'; name: string }
  isNote?: boolean
  /** Null once recalled. */
  text: string | null
  tokens: string[]
}

export const searchSchema = defineSchema<SearchDocument>('searchMessages', {
  tenantId: { type: String, required: true },
  threadId: { type: Types.ObjectId, required: true },
  seq: { type: Number, required: true },
  conversationId: { type: Types.ObjectId },
  createdAt: { type: Date },
  author: { type: Object },
  isNote: { type: Boolean },
  text: { type: String },
  tokens: { type: [String], required: true },
})

export const TOKENS_INDEX = 'searchMessages_tokens'

// The messages with a token, the newest first; ids rise with time.
searchSchema.index({ tenantId: 1, tokens: 1, _id: -1 }, { name: TOKENS_INDEX })
// One for each message, whichever of message and recall comes first.
searchSchema.index({ tenantId: 1, threadId: 1, seq: 1 }, { unique: true, name: 'searchMessages_seq' })

/** How far the messages of before there was a search have been gone through. */
export interface SearchProgressDocument {
  _id: string
  /** Entries before this moment are done. */
  until: Date
  isDone: boolean
}

export const searchProgressSchema = defineSchema<SearchProgressDocument>('searchProgress', {
  _id: { type: String, required: true },
  until: { type: Date, required: true },
  isDone: { type: Boolean, required: true },
})
