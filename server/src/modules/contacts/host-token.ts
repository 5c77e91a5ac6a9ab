import { CONTACT_TOKEN_MAX } from '@parley/shared/contacts/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import { issuesOf } from '../../platform/input-issues.js'
import { isKeyAccepted } from '../channels/index.js'
import type { ContactClaims } from './contact.js'
import { HostClaims } from './host-claims.js'

/** The clock of the host's server is ahead of ours by this much at most. */
const CLOCK_TOLERANCE_MS = 60_000

/** What a contact token says, once it is known to be the host's. */
export interface HostWord {
  externalId: string
  claims: ContactClaims
  keyId: string
  issuedAt: Date
  expiresAt: Date
}

/** What a token is read with: the channel that it has to be for, its keys, and the moment. */
export interface Reading {
  channelKey: string
  signingKeys: readonly { id: string; secret: Uint8Array; retiresAt: Date | null }[]
  now: Date
}

/**
 * Reads a contact token (`docs/contact-tokens.md`): JWE, `dir` with A256GCM and nothing else, by a key that is accepted
 * now. Only what was encrypted counts: whatever else a header carries is ignored.
 * @throws ParleyError `identity_refused` for a token that this channel's host did not make, or made wrongly (then with
 *   `issues`); `identity_expired`
 */
export async function readHostToken(token: string, { channelKey, signingKeys, now }: Reading): Promise<HostWord> {
  const keyId = await keyIdOf(token)
  const key = signingKeys.find(({ id }) => id === keyId)
  if (key === undefined || !isKeyAccepted(key, now)) throw new ParleyError('identity_refused')
  const parsed = HostClaims.safeParse(await decrypt(token, key.secret))
  // Whoever sees these holds a token of the host's: they help its developers and tell nobody else anything.
  if (!parsed.success) throw new ParleyError('identity_refused', { issues: issuesOf(parsed.error) })
  const { aud, sub, iat, exp, name, avatar, email, level, attributes } = parsed.data
  if (aud !== channelKey) refuse('aud')
  if (iat * 1000 > now.getTime() + CLOCK_TOLERANCE_MS) refuse('iat')
  if (exp <= iat) refuse('exp')
  if (exp * 1000 <= now.getTime()) throw new ParleyError('identity_expired')
  return {
    externalId: sub,
    claims: {
      name: name ?? sub.slice(0, 100),
      avatarUrl: avatar ?? null,
      email: email ?? null,
      level: level ?? null,
      attributes: attributes ?? {},
    },
    keyId,
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
  }
}

/** The key that a token names, before anything of it is believed. @throws ParleyError `identity_refused` */
export async function keyIdOf(token: string): Promise<string> {
  if (token.length > CONTACT_TOKEN_MAX) throw new ParleyError('identity_refused')
  const { decodeProtectedHeader } = await import('jose')
  try {
    const { kid } = decodeProtectedHeader(token)
    if (typeof kid === 'string') return kid
  } catch {
    // No header that could be read: refused as any other.
  }
  throw new ParleyError('identity_refused')
}

async function decrypt(token: string, secret: Uint8Array): Promise<unknown> {
  const { compactDecrypt, errors } = await import('jose')
  try {
    const { plaintext } = await compactDecrypt(token, secret, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext))
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError)
      throw new ParleyError('identity_refused')
    throw error
  }
}

function refuse(claim: string): never {
  throw new ParleyError('identity_refused', { issues: [{ path: claim, code: 'wrong' }] })
}
