import type { ChannelLook } from '@parley/shared/channels/channel'
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
export const beginContactSession = (body: BeginContactSession): Promise<BegunSession> => postForSession('session', body)

/** Asks for a session at one of the contact's doors (`account/sign-in`). Rejects like `beginContactSession`. */
export async function postForSession(door: string, body: object): Promise<BegunSession> {
  const { answer, date } = await ask<ContactSession>(door, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { session: answer, clockAheadMs: clockAhead(date) }
}

/** No copy of the token works from then on. Without a network it is told to the server as soon as there is one. */
export function endContactSession(token: string): void {
  const init = { method: 'DELETE', headers: { authorization: `Bearer ${token}` }, keepalive: true }
  fetch('/api/v1/contact/session', init).catch(() =>
    addEventListener('online', () => endContactSession(token), { once: true }),
  )
}

/** How a channel looks that lets nobody in without a name. Rejects like `beginContactSession`. */
export const readChannelLook = async (channelKey: string): Promise<ChannelLook> =>
  (await ask<ChannelLook>(`channel/${channelKey}`)).answer

async function ask<Answer>(path: string, init: RequestInit = {}): Promise<{ answer: Answer; date: string | null }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const response = await fetch(`/api/v1/contact/${path}`, { ...init, signal }).catch(() => {
    throw new ParleyError('unavailable')
  })
  const answer = (await response.json().catch(() => ({}))) as Answer & { error?: WireError }
  if (!response.ok) throw errorFrom(answer.error)
  return { answer, date: response.headers.get('date') }
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
