import { Inject, Singleton } from '@midwayjs/core'
import { CONTACT_TOKEN_MAX } from '@parley/shared/contacts/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import { compactDecrypt, decodeProtectedHeader, errors } from 'jose'
import { Clock } from '../../platform/clock.js'
import { issuesOf } from '../../platform/input-issues.js'
import { ChannelRepository, isKeyAccepted } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
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

/**
 * Reads contact tokens (`docs/contact-tokens.md`): JWE, `dir` with A256GCM and nothing else, by a key of the channel that is
 * in use. Only what was encrypted counts: whatever else a header carries is ignored.
 */
@Singleton()
export class HostTokens {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly clock!: Clock

  /**
   * @throws ParleyError `identity_refused` for a token that this channel's host did not make, or made wrongly (then with
   *   `issues`); `identity_expired`
   */
  async read(channel: Channel, token: string): Promise<HostWord> {
    const { payload, keyId } = await this.decrypt(channel, token)
    const parsed = HostClaims.safeParse(payload)
    // Whoever sees these holds a token of the host's: they help its developers and tell nobody else anything.
    if (!parsed.success) throw new ParleyError('identity_refused', { issues: issuesOf(parsed.error) })
    const { aud, sub, iat, exp, name, avatar, email, level, attributes } = parsed.data
    const now = this.clock.now().getTime()
    if (aud !== channel.key) refuse('aud')
    if (iat * 1000 > now + CLOCK_TOLERANCE_MS) refuse('iat')
    if (exp <= iat) refuse('exp')
    if (exp * 1000 <= now) throw new ParleyError('identity_expired')
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

  private async decrypt(channel: Channel, token: string): Promise<{ payload: unknown; keyId: string }> {
    if (token.length > CONTACT_TOKEN_MAX) throw new ParleyError('identity_refused')
    const keyId = keyIdOf(token)
    const keys = await this.channels.signingKeys(channel.tenantId, channel.id)
    const key = keys.find(({ id }) => id === keyId)
    if (key === undefined || !isKeyAccepted(key, this.clock.now())) throw new ParleyError('identity_refused')
    try {
      const { plaintext } = await compactDecrypt(token, key.secret, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      })
      return { payload: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)), keyId: key.id }
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError)
        throw new ParleyError('identity_refused')
      throw error
    }
  }
}

function keyIdOf(token: string): string {
  try {
    const { kid } = decodeProtectedHeader(token)
    if (typeof kid === 'string') return kid
  } catch {
    // No header that could be read: refused as any other.
  }
  throw new ParleyError('identity_refused')
}

function refuse(claim: string): never {
  throw new ParleyError('identity_refused', { issues: [{ path: claim, code: 'wrong' }] })
}
