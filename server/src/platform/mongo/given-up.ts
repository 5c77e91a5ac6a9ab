import type { Model } from 'mongoose'
import { retryingDeadlocks } from './duplicate-key.js'

/** Bulk writes are not among them: they tell for each document what became of it. */
const STATEMENTS = [
  'createIndexes',
  'deleteMany',
  'deleteOne',
  'findOneAndDelete',
  'findOneAndUpdate',
  'insertOne',
  'replaceOne',
  'updateMany',
  'updateOne',
] as const

type Statement = (...input: unknown[]) => Promise<unknown>

/**
 * Lets every statement of a collection be tried again that the store gave up because another did the like at once. Nothing of such a
 * statement was written; MongoDB settles this inside.
 */
export function repeatWhatIsGivenUp<Document>({ collection }: Model<Document>): void {
  const statements = collection as unknown as Record<string, Statement>
  for (const name of STATEMENTS) {
    const statement = statements[name]?.bind(collection)
    if (statement !== undefined) statements[name] = (...input) => retryingDeadlocks(() => statement(...input))
  }
}
