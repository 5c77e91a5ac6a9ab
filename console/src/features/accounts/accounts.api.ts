import type { SignedIn, SignIn } from '@parley/shared/accounts/staff'
import { ERRORS, ParleyError } from '@parley/shared/kernel/errors'
import type { WireError } from '@parley/shared/kernel/errors'

/** Who is signed in, what they may do, and the status that they chose. */
export type StaffSession = SignedIn

const ADDRESS = '/api/v1/staff/session'

async function request(method: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
  }
  const response = await fetch(ADDRESS, init).catch(() => {
    throw new ParleyError('unavailable')
  })
  if (response.status === 204) return undefined
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer
  throw failureOf(response.status, answer as { error?: Partial<WireError> })
}

function failureOf(status: number, { error }: { error?: Partial<WireError> }): ParleyError {
  const { code, ...details } = error ?? {}
  if (code !== undefined && code in ERRORS) return new ParleyError(code, details)
  return new ParleyError(status === 401 ? 'unauthenticated' : status >= 502 ? 'unavailable' : 'internal')
}

export const readSession = () => request('GET') as Promise<StaffSession>
export const signIn = (body: SignIn) => request('POST', body) as Promise<StaffSession>
export const signOut = () => request('DELETE')
