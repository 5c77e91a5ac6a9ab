import type { Ack } from '@parley/shared/kernel/ack'
import { ParleyError } from '@parley/shared/kernel/errors'
import { PAYLOAD_MAX_BYTES } from '@parley/shared/conversations/limits'
import type { Principal } from '../principal.js'
import type { CommandConnection, CommandRow } from './command-registry.js'
import { issuesOf } from '../input-issues.js'

interface Call<Caller extends Principal> {
  table: ReadonlyMap<string, CommandRow<Caller>>
  caller: Caller | undefined
  connection: CommandConnection
  event: string
  payload: unknown
  /** Size of the frame that the command came in. */
  bytes: number
}

/**
 * Carries out one command from the wire and says how it went. Never rejects: whatever comes in, the answer is typed, and
 * only an unexpected failure is reported to the log.
 */
export async function dispatch<Caller extends Principal>(
  call: Call<Caller>,
  reportUnexpected: (error: unknown) => void,
): Promise<Ack<unknown>> {
  try {
    return { ok: true, data: await carryOut(call) }
  } catch (error) {
    if (error instanceof ParleyError) return { ok: false, error: error.toWire() }
    if (isStoreAway(error)) return { ok: false, error: { code: 'unavailable' } }
    reportUnexpected(error)
    return { ok: false, error: { code: 'internal' } }
  }
}

async function carryOut<Caller extends Principal>(call: Call<Caller>): Promise<unknown> {
  if (call.caller === undefined) throw new ParleyError('unauthenticated')
  if (call.bytes > PAYLOAD_MAX_BYTES) throw new ParleyError('too_large')
  const row = call.table.get(call.event)
  if (row === undefined) throw new ParleyError('unknown_command')
  if (!call.caller.permissions.has(row.definition.permission)) throw new ParleyError('forbidden')
  const input = row.definition.input.safeParse(call.payload)
  if (!input.success) throw new ParleyError('bad_request', { issues: issuesOf(input.error) })
  return row.run(call.caller, input.data, call.connection)
}

const BROKEN_LINE: readonly unknown[] = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT']

/** Failures of a store that say nothing about the request: it may be repeated. */
export function isStoreAway(error: unknown): boolean {
  const { name, code, writeErrors } = error as { name?: string; code?: unknown; writeErrors?: unknown }
  if (name === undefined) return false
  // A connection that broke while it was written to comes through the driver as the system's own error.
  if (BROKEN_LINE.includes(code)) return true
  // A batch whose outcome is unknown carries no errors of single documents.
  if (name === 'MongoBulkWriteError') return [writeErrors].flat().length === 0
  return /^(MongoNetwork|MongoServerSelection|MongoNotConnected|MongoTopologyClosed|MongoPoolCleared|PoolCleared|MongoClientClosed|MongoTimeout|MongoOperationTimeout|MongoExpiredSession|MongoWriteConcern|StorageAway)/.test(
    name,
  )
}
