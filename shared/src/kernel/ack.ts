import type { WireError } from './errors.js'

/** The answer to every command: never absent, never an exception. */
export type Ack<Data> = { ok: true; data: Data } | { ok: false; error: WireError }
