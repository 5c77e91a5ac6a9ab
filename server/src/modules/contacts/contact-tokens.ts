import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Id } from '@parley/shared/kernel/ids'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { contactPrincipal } from './contact-principal.js'
import type { ContactPrincipal } from './contact-principal.js'
import { SigningKeyRepository } from './signing-key.repository.js'

/** A browser is remembered this long after its last visit. */
const LASTS = '365d'
const ALGORITHM = 'HS256'
const ISSUER = 'parley:contact-session'

const Claims = z.object({ tenant: z.string(), sub: Id, channel: Id, name: z.string() })

/** First-party session tokens of visitors: signed, so that the store need not know a visitor who never writes. */
@Singleton()
export class ContactTokens {
  @Inject()
  private readonly keys!: SigningKeyRepository

  private key: Promise<Uint8Array> | undefined

  async issue(contact: { tenantId: string; contactId: string; channelId: string; name: string }): Promise<string> {
    return new SignJWT({ tenant: contact.tenantId, channel: contact.channelId, name: contact.name })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(contact.contactId)
      .setIssuedAt()
      .setExpirationTime(LASTS)
      .sign(await this.signingKey())
  }

  /** @throws ParleyError `unauthenticated` for a token that is not ours, was changed, or has expired */
  async verify(token: unknown): Promise<ContactPrincipal> {
    if (typeof token !== 'string') throw new ParleyError('unauthenticated')
    try {
      const { payload } = await jwtVerify(token, await this.signingKey(), { algorithms: [ALGORITHM], issuer: ISSUER })
      const { tenant, sub, channel, name } = Claims.parse(payload)
      return contactPrincipal({ tenantId: tenant, contactId: sub, channelId: channel, name })
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw new ParleyError('unauthenticated')
      throw error
    }
  }

  private signingKey(): Promise<Uint8Array> {
    this.key ??= this.keys.contactSessionKey().catch((error: unknown) => {
      this.key = undefined
      throw error
    })
    return this.key
  }
}
