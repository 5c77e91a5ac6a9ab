import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { Language } from './staff.js'

export const PASSWORD_MIN_CHARACTERS = 8

/** A password that is being chosen; bounded, because hashing a long one costs time. */
export const NewPassword = z.string().min(PASSWORD_MIN_CHARACTERS).max(200)

const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u)
/** What people sign in with: letters, digits and `._@+-`, without regard to case. */
export { Login }

/**
 * A link that staff copy and hand over: it works once and not for long. `path` is below the console's address and holds
 * the secret behind a `#`, so that no server writes it into a log.
 */
export const OneTimeLink = z.strictObject({
  purpose: z.enum(['invite', 'reset']),
  path: z.string(),
  expiresAt: Instant,
})
export type OneTimeLink = z.infer<typeof OneTimeLink>

const LinkToken = z.string().regex(/^[\w-]{43}$/)

/** Body of `POST /api/v1/staff/link`: whom a link is for; answered with `LinkHolder`, or 404. */
export const InspectLink = z.strictObject({ token: LinkToken })
export const LinkHolder = z.strictObject({ purpose: z.enum(['invite', 'reset']), login: z.string(), name: z.string() })
export type LinkHolder = z.infer<typeof LinkHolder>

/** Body of `POST /api/v1/staff/link/use`: chooses the password and signs in; answered with `SignedIn`. */
export const UseLink = z.strictObject({ token: LinkToken, password: NewPassword, code: z.string().max(20).optional() })

/** Body of `POST /api/v1/setup`: the first account of an installation, admin and agent (L1). 404 once there is one. */
export const SetUp = z.strictObject({
  secret: z.string().min(1).max(100),
  login: Login,
  name: z.string().trim().min(1).max(40),
  password: NewPassword,
})
export type SetUp = z.infer<typeof SetUp>

/** One signed-in browser of one's own. */
export const OwnSession = z.strictObject({
  id: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  address: z.string(),
  /** What the browser calls itself. */
  client: z.string(),
  isCurrent: z.boolean(),
})
export type OwnSession = z.infer<typeof OwnSession>

/** In which language one's own console speaks, on every device. */
export const ChooseLanguage = command({
  name: 'accounts:chooseLanguage',
  permission: 'profile.own',
  input: z.strictObject({ language: Language }),
  output: z.strictObject({}),
})

export const ListSessions = command({
  name: 'accounts:listSessions',
  permission: 'profile.own',
  input: z.strictObject({}),
  output: z.strictObject({ sessions: z.array(OwnSession) }),
})

/** Signs one of one's own browsers out; it is cut off at once. */
export const EndSession = command({
  name: 'accounts:endSession',
  permission: 'profile.own',
  input: z.strictObject({ sessionId: Id }),
  output: z.strictObject({}),
})

/** Signs out everywhere but here. */
export const EndOtherSessions = command({
  name: 'accounts:endOtherSessions',
  permission: 'profile.own',
  input: z.strictObject({}),
  output: z.strictObject({ ended: z.int().nonnegative() }),
})

const Password = z.string().min(1).max(200)

/** Every other browser is signed out with it. `invalid_credentials` when the current one is wrong. */
export const ChangePassword = command({
  name: 'accounts:changePassword',
  permission: 'profile.own',
  input: z.strictObject({ current: Password, next: NewPassword }),
  output: z.strictObject({}),
})

const RecoveryCodes = z.array(z.string())

/** Begins a second step; it holds only once a code of it was given. `uri` is what the QR code says. */
export const BeginTotp = command({
  name: 'accounts:beginTotp',
  permission: 'profile.own',
  input: z.strictObject({ password: Password }),
  output: z.strictObject({ secret: z.string(), uri: z.string() }),
})

/** The recovery codes are told this once; each works once. `invalid_code` when the six digits are wrong. */
export const ConfirmTotp = command({
  name: 'accounts:confirmTotp',
  permission: 'profile.own',
  input: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  output: z.strictObject({ recoveryCodes: RecoveryCodes }),
})

export const EndTotp = command({
  name: 'accounts:endTotp',
  permission: 'profile.own',
  input: z.strictObject({ password: Password }),
  output: z.strictObject({}),
})

export const RenewRecoveryCodes = command({
  name: 'accounts:renewRecoveryCodes',
  permission: 'profile.own',
  input: z.strictObject({ password: Password }),
  output: z.strictObject({ recoveryCodes: RecoveryCodes }),
})
