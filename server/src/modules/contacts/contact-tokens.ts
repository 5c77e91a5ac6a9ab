import { createHash } from 'node:crypto'
import type { webcrypto } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Id } from '@parley/shared/kernel/ids'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { Clock } from '../../platform/clock.js'
import { roomFor } from '../../platform/room-for.js'
import { SigningKeyRepository } from './signing-key.repository.js'

/** A browser is remembered this long after its last visit. */
export const SESSION_LASTS_MS = 365 * 24 * 3_600_000
const VERIFIED_MAX = 10_000
const ALGORITHM = 'HS256'
const ISSUER = 'parley:contact-session'

const Claims = z.object({
  tenant: z.string(),
  sub: Id,
  channel: Id,
  name: z.string(),
  /** When it was made, to the millisecond: `iat` counts seconds, and a revocation lies between two of them. */
  at: z.number().int().optional(),
  iat: z.number(),
  exp: z.number(),
  /** `visitor` is nobody we know; otherwise by whose word they are known. */
  by: z.enum(['visitor', 'host', 'account']).default('visitor'),
  key: z.string().optional(),
  /** Absent in what an earlier version made. */
  session: z.string().optional(),
})

/** What a session says of its contact. */
export interface ContactSessionClaims {
  /** The same in every token that continues the session: by it all of them end. */
  sessionId: string
  tenantId: string
  contactId: string
  channelId: string
  /** Who they were called when it began; what is stored of them is newer. */
  name: string
  by: 'visitor' | 'host' | 'account'
  /** The channel's signing key that the host's word came with. */
  keyId?: string | undefined
  issuedAt: Date
  expiresAt: Date
}

/** First-party session tokens of contacts: signed, so that the store need not know a visitor who never writes. */
@Singleton()
export class ContactTokens {
  @Inject()
  private readonly keys!: SigningKeyRepository

  @Inject()
  private readonly clock!: Clock

  /** What was proved by its signature stays proved: a browser shows the same token on every page. */
  private readonly verified = new LRUCache<string, ContactSessionClaims>(roomFor(VERIFIED_MAX))
  private key: Promise<webcrypto.CryptoKey> | undefined

  async issue(session: Omit<ContactSessionClaims, 'issuedAt'>): Promise<string> {
    const { sessionId, tenantId, contactId, channelId, name, by, keyId, expiresAt } = session
    const key = keyId === undefined ? {} : { key: keyId }
    const at = this.clock.now().getTime()
    const { SignJWT } = await import('jose')
    return new SignJWT({ session: sessionId, tenant: tenantId, channel: channelId, name, by, at, ...key })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(contactId)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(await this.signingKey())
  }

  /** @throws ParleyError `unauthenticated` for a token that is not ours, was changed, or has expired */
  async verify(token: unknown): Promise<ContactSessionClaims> {
    if (typeof token !== 'string') throw new ParleyError('unauthenticated')
    const claims = this.verified.get(token) ?? (await this.proved(token))
    if (claims.expiresAt <= this.clock.now()) throw new ParleyError('unauthenticated')
    return claims
  }

  private async proved(token: string): Promise<ContactSessionClaims> {
    const { errors, jwtVerify } = await import('jose')
    try {
      const { payload } = await jwtVerify(token, await this.signingKey(), { algorithms: [ALGORITHM], issuer: ISSUER })
      const { session, tenant, sub, channel, name, by, key, at, iat, exp } = Claims.parse(payload)
      const claims: ContactSessionClaims = {
        sessionId: session ?? createHash('sha256').update(token).digest('base64url'),
        tenantId: tenant,
        contactId: sub,
        channelId: channel,
        name,
        by,
        keyId: key,
        issuedAt: new Date(at ?? iat * 1000),
        expiresAt: new Date(exp * 1000),
      }
      this.verified.set(token, claims)
      return claims
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw new ParleyError('unauthenticated')
      throw error
    }
  }

  private signingKey(): Promise<webcrypto.CryptoKey> {
    this.key ??= this.keys.contactSessionKey().catch((error: unknown) => {
      this.key = undefined
      throw error
    })
    return this.key
  }
}
