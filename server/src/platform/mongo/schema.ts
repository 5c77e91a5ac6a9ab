import { Schema } from 'mongoose'
import type { SchemaDefinition, SchemaOptions } from 'mongoose'

/** The options that every collection shares: its name, no version key, nothing stored that the schema does not name. */
export function defineSchema<Document>(collection: string, fields: SchemaDefinition<Document>): Schema<Document> {
  const options = { collection, versionKey: false, strict: 'throw', minimize: false, id: false } as const
  return new Schema<Document>(fields, options as SchemaOptions<Document> as never)
}
