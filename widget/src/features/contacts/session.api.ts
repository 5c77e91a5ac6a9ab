import type { BeginContactSession, ContactSession } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { WireError } from '@parley/shared/kernel/errors'

const ANSWER_WITHIN_MS = 10_000

export interface BegunSession {
  session: ContactSession
  /** How far the server's clock is ahead of this machine's, as far as one answer can tell. */
  clockAheadMs: number
}

/** Begins or continues the visitor's session. Rejects with `ParleyError`; `unavailable` when no proper answer came. */
export async function beginContactSession(body: BeginContactSession): Promise<BegunSession> {
  const response = await fetch('/api/v1/contact/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => {
    throw new ParleyError('unavailable')
  })
  const answer = (await response.json().catch(() => ({}))) as ContactSession & { error?: WireError }
  if (!response.ok) throw errorFrom(answer.error)
  return { session: answer, clockAheadMs: clockAhead(response.headers.get('date')) }
}

function errorFrom(error: WireError | undefined): ParleyError {
  if (error === undefined) return new ParleyError('unavailable')
  const { code, ...details } = error
  return new ParleyError(code, details)
}

/** The header counts whole seconds: half of one is the best guess of the rest. */
function clockAhead(date: string | null): number {
  const server = Date.parse(date ?? '')
  return Number.isNaN(server) ? 0 : server + 500 - Date.now()
}
