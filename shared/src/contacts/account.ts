import { z } from 'zod'
import { ChannelKey } from '../channels/channel.js'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { CONTACT_LOGIN, CONTACT_PASSWORD_MAX, CONTACT_PASSWORD_MIN } from './limits.js'

/** What a contact signs in with: any address or name without blanks; capitals do not count. */
const Login = z.string().trim().toLowerCase().regex(CONTACT_LOGIN)
const Password = z.string().min(CONTACT_PASSWORD_MIN).max(CONTACT_PASSWORD_MAX)

/** The token of an anonymous session in the same browser: what that visitor wrote becomes the account's. */
const token = z.string().max(2_000).optional()

/** Body of `POST /api/v1/contact/account/register`; answered with a session. `login_taken`, `accounts_refused` */
export const RegisterContact = z.strictObject({
  channelKey: ChannelKey,
  login: Login,
  password: Password,
  name: z.string().trim().min(1).max(100).optional(),
  token,
})
export type RegisterContact = z.infer<typeof RegisterContact>

/** Body of `POST /api/v1/contact/account/sign-in`; answered with a session. `invalid_credentials`, `accounts_refused` */
export const SignInContact = z.strictObject({ channelKey: ChannelKey, login: Login, password: Password, token })
export type SignInContact = z.infer<typeof SignInContact>

/** Body of `POST /api/v1/contact/account/reset`: a new password by a link, once; answered with a session. `not_found` */
export const ResetContactPassword = z.strictObject({
  channelKey: ChannelKey,
  resetToken: z.string().max(100),
  password: Password,
  token,
})
export type ResetContactPassword = z.infer<typeof ResetContactPassword>

/** Makes a link by which a contact sets a new password, once; a former link is void. For staff to copy, until there is mail. */
export const MakeResetLink = command({
  name: 'contacts:makeResetLink',
  permission: 'contacts.edit',
  input: z.strictObject({ contactId: Id }),
  output: z.strictObject({
    /** To be put after the installation's address: `/c/<channel>#reset=<token>`. */
    path: z.string(),
    expiresAt: Instant,
  }),
})
