import { BSON } from 'bson'
import { InvalidBsonError } from '../bson/raw.js'
import { DamagedRecordError } from '../storage/record.js'
import { StoreError } from '../store-error.js'

/** A successful reply. */
export function ok(fields: Record<string, unknown> = {}): Buffer {
  return Buffer.from(BSON.serialize({ ...fields, ok: 1 }))
}

const DAMAGED_CODE = 8
const INVALID_BSON_CODE = 22
const DISK_FULL_CODE = 14031

/** Any error as a StoreError. What is not ours is an internal error: its text is kept, its stack goes to the log. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  if (error instanceof InvalidBsonError) return new StoreError(INVALID_BSON_CODE, error.message)
  if (error instanceof DamagedRecordError) return new StoreError(DAMAGED_CODE, error.message)
  const text = error instanceof Error ? error.message : String(error)
  if (/ENOSPC|No space left|MDB_MAP_FULL|Disk full/i.test(text))
    return new StoreError(DISK_FULL_CODE, 'the disk of the embedded store is full; nothing of this command was written')
  return new StoreError(1, `internal error of the embedded store: ${text}`)
}

/** A failed reply. */
export function failure(error: StoreError): Buffer {
  const { code, codeName, message, details } = error
  return Buffer.from(BSON.serialize({ ok: 0, errmsg: message, code, codeName, ...details }))
}

/** An error of one document within a write command. */
export function writeError(index: number, error: StoreError): Record<string, unknown> {
  return { index, code: error.code, errmsg: error.message, ...error.details }
}
