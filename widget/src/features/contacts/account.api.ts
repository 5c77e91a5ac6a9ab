import type { RegisterContact, ResetContactPassword, SignInContact } from '@parley/shared/contacts/account'
import { postForSession } from './session.api'
import type { BegunSession } from './session.api'

/** Rejects with `ParleyError`: `login_taken`, `accounts_refused`, `rate_limited`, `unavailable`. */
export const registerContact = (body: RegisterContact): Promise<BegunSession> =>
  postForSession('account/register', body)

/** Rejects with `ParleyError`: `invalid_credentials`, `accounts_refused`, `rate_limited`, `unavailable`. */
export const signInContact = (body: SignInContact): Promise<BegunSession> => postForSession('account/sign-in', body)

/** Rejects with `ParleyError`: `not_found` for a link that counts no more, `accounts_refused`, `rate_limited`, `unavailable`. */
export const resetContactPassword = (body: ResetContactPassword): Promise<BegunSession> =>
  postForSession('account/reset', body)
