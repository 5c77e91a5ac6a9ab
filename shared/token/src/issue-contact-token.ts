import { EncryptJWT } from 'jose'

/** A year: as long as a token lasts unless told otherwise. */
const YEAR_SECONDS = 365 * 24 * 3_600

/** Who a contact is, as the host's server knows them. */
export interface ContactTokenOptions {
  /** The signing key as Parley showed it once: `<key id>.<32 bytes in base64url>`. Keep it on your server. */
  secret: string
  /** The channel's key, as in its address `/c/<key>`. */
  channel: string
  /** Their id in your system: 1 to 200 characters that never change and are never given to somebody else. */
  sub: string
  /** What agents see; 100 characters at most. Their `sub` when absent. */
  name?: string
  /** An http(s) address of their picture; 1000 characters at most. */
  avatar?: string
  email?: string
  /** Their standing with you, such as `gold`; 40 characters at most. */
  level?: string
  /** What else agents should see: 30 at most, texts of 500 characters, numbers, true or false. */
  attributes?: Record<string, string | number | boolean>
  /** How long the token counts, from now on. */
  expiresInSeconds?: number
}

/**
 * Makes a contact token: a JWE that only this channel's Parley can read (`docs/contact-tokens.md`).
 * @throws TypeError when the secret is not one, or something that has to be there is missing
 */
export async function issueContactToken(options: ContactTokenOptions): Promise<string> {
  const { secret, channel, sub, expiresInSeconds = YEAR_SECONDS, name, avatar, email, level, attributes } = options
  const { keyId, key } = readSecret(secret)
  if (channel === '') throw new TypeError('channel: the key of the channel is missing')
  if (sub === '' || sub.length > 200) throw new TypeError('sub: 1 to 200 characters that name the contact')
  if (!(expiresInSeconds > 0)) throw new TypeError('expiresInSeconds: a number above 0')
  const issuedAt = Math.floor(Date.now() / 1000)
  // Undefined ones are left out by JSON.
  return new EncryptJWT({ name, avatar, email, level, attributes })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyId })
    .setAudience(channel)
    .setSubject(sub)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.floor(expiresInSeconds))
    .encrypt(key)
}

function readSecret(secret: string): { keyId: string; key: Uint8Array } {
  const [keyId = '', encoded = '', ...rest] = secret.split('.')
  const key = Buffer.from(encoded, 'base64url')
  if (keyId === '' || rest.length > 0 || key.length !== 32)
    throw new TypeError('secret: the whole line that Parley showed, <key id>.<43 characters>')
  return { keyId, key: new Uint8Array(key) }
}
