import type { LinkHolder, SetUp } from '@parley/shared/accounts/credentials'
import type { SignedIn, SignIn, SignInForm } from '@parley/shared/accounts/staff'
import { ERRORS, ParleyError } from '@parley/shared/kernel/errors'
import type { WireError } from '@parley/shared/kernel/errors'

/** Who is signed in, what they may do, and the status that they chose. */
export type StaffSession = SignedIn

const BASE = '/api/v1'

interface Request {
  method: 'GET' | 'POST' | 'DELETE'
  address: string
  body?: unknown
}

async function request({ method, address, body }: Request): Promise<unknown> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
  }
  const response = await fetch(`${BASE}${address}`, init).catch(() => {
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
  if (status === 404) return new ParleyError('not_found')
  return new ParleyError(status === 401 ? 'unauthenticated' : status >= 502 ? 'unavailable' : 'internal')
}

const SESSION = '/staff/session'

export const readSession = () => request({ method: 'GET', address: SESSION }) as Promise<StaffSession>
export const signIn = (body: SignIn) => request({ method: 'POST', address: SESSION, body }) as Promise<StaffSession>
export const signOut = () => request({ method: 'DELETE', address: SESSION })
export const readSignInForm = () => request({ method: 'GET', address: '/staff/sign-in-form' }) as Promise<SignInForm>

/** Resolves while the installation has nobody yet; rejects with `not_found` afterwards. */
export const readSetUp = () => request({ method: 'GET', address: '/setup' })
export const setUp = (body: SetUp) => request({ method: 'POST', address: '/setup', body }) as Promise<StaffSession>

/** Whom a one-time link is for; `not_found` once it is used or too old. */
export const inspectLink = (body: { token: string }) =>
  request({ method: 'POST', address: '/staff/link', body }) as Promise<LinkHolder>
export const useLink = (body: { token: string; password: string; code?: string }) =>
  request({ method: 'POST', address: '/staff/link/use', body }) as Promise<StaffSession>
