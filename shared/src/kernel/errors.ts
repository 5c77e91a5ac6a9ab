/**
 * Every expected failure that can cross the wire, once. A code is a contract: clients word it in the reader's language
 * and never parse prose. `retryable` tells an outbox that the same request may succeed later unchanged.
 */
export const ERRORS = {
  bad_request: { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  invalid_credentials: { status: 401, retryable: false },
  /** The password is right; a code of the second step is wanted as well. */
  code_required: { status: 401, retryable: false },
  invalid_code: { status: 401, retryable: false },
  identity_refused: { status: 401, retryable: false },
  identity_expired: { status: 401, retryable: false },
  /** A one-time code that was used before, has run out, or never was one. */
  code_refused: { status: 401, retryable: false },
  anonymous_refused: { status: 403, retryable: false },
  accounts_refused: { status: 403, retryable: false },
  forbidden: { status: 403, retryable: false },
  /** The page speaks another version of the protocol than the server. */
  reload_required: { status: 426, retryable: false },
  not_assignee: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  unknown_command: { status: 404, retryable: false },
  conversation_ended: { status: 409, retryable: false },
  new_message_arrived: { status: 409, retryable: false },
  not_waiting: { status: 409, retryable: false },
  at_capacity: { status: 409, retryable: false },
  login_taken: { status: 409, retryable: false },
  name_taken: { status: 409, retryable: false },
  in_use: { status: 409, retryable: false },
  edit_conflict: { status: 409, retryable: false },
  last_admin: { status: 409, retryable: false },
  /** What is quoted is not there, or not for the eyes of whoever will read it. */
  quote_refused: { status: 409, retryable: false },
  recall_too_late: { status: 409, retryable: false },
  type_refused: { status: 415, retryable: false },
  media_damaged: { status: 422, retryable: false },
  too_many_pixels: { status: 422, retryable: false },
  upload_incomplete: { status: 409, retryable: false },
  checksum_mismatch: { status: 409, retryable: false },
  quota_exceeded: { status: 413, retryable: false },
  attachment_not_ready: { status: 409, retryable: false },
  too_large: { status: 413, retryable: false },
  rate_limited: { status: 429, retryable: true },
  internal: { status: 500, retryable: false },
  unavailable: { status: 503, retryable: true },
} as const

export type ErrorCode = keyof typeof ERRORS

/** One thing wrong with an input: where (`cursors.0`) and what, as a code that zod gives (`too_big`). */
export interface InputIssue {
  path: string
  code: string
}

/** A failure as it travels. `issues` come with `bad_request`, `retryAfterMs` with `rate_limited`. */
export interface WireError {
  code: ErrorCode
  issues?: InputIssue[]
  retryAfterMs?: number
  /** Why a file's type was refused, with `type_refused`. */
  reason?: TypeRefusal
  /** The limit that was passed, in bytes or pixels, with `too_large`. */
  limit?: number
}

/** `not_here`: the channel takes none of its kind; `unknown`: nothing that Parley recognises; `active`: it could run in a page; `mismatch`: content and extension disagree. */
export type TypeRefusal = 'not_here' | 'unknown' | 'active' | 'program' | 'playlist' | 'heic' | 'mismatch'

/** The one exception that use cases throw for an expected failure; the gateway and the HTTP filter turn it into a `WireError`. */
export class ParleyError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: Omit<WireError, 'code'> = {},
  ) {
    super(code)
    this.name = 'ParleyError'
  }

  toWire(): WireError {
    return { code: this.code, ...this.details }
  }
}

export const isRetryable = (code: ErrorCode): boolean => ERRORS[code].retryable
