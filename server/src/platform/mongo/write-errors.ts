import { mongo } from 'mongoose'

/** What met one document of a batch. */
export interface WriteError {
  index: number
  code: number
  errmsg?: string
}

/**
 * What went wrong with single documents of a batch; undefined when the outcome of the whole batch is unknown. The driver wraps
 * that too (a lost connection, a store that is away, a majority that did not answer) as an error of the batch, but without errors
 * of documents: taking it for "all stored" would ack what is nowhere.
 */
export function writeErrorsOf(error: unknown): WriteError[] | undefined {
  if (!(error instanceof mongo.MongoBulkWriteError)) return undefined
  const writeErrors = [error.writeErrors].flat()
  const isWholeOutcome = writeErrors.length > 0 && error.result.getWriteConcernError() === undefined
  return isWholeOutcome ? (writeErrors as WriteError[]) : undefined
}
