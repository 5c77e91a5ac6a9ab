import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { CONTACT_CODE_LASTS_MS } from '@parley/shared/contacts/limits'
import type { ContactCode } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import type { Channel } from '../channels/index.js'
import { ContactCodeRepository } from './contact-code.repository.js'
import { HostTokens } from './host-tokens.js'

/**
 * Links to a channel's page that open it as somebody, once: an address is kept in histories and logs, so it may hold nothing
 * that works twice.
 */
@Singleton()
export class ContactCodes {
  @Inject()
  private readonly codes!: ContactCodeRepository

  @Inject()
  private readonly hostTokens!: HostTokens

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `identity_refused`, `identity_expired` for a token that would not identify anybody */
  async issue(identity: string): Promise<ContactCode> {
    const channel = await this.hostTokens.channelOf(identity)
    await this.hostTokens.read(channel, identity)
    const code = randomBytes(32).toString('base64url')
    const expiresAt = new Date(this.clock.now().getTime() + CONTACT_CODE_LASTS_MS)
    await this.codes.add({ ...placeOf(channel, code), identity, expiresAt })
    return { code, path: `/c/${channel.key}?code=${code}`, expiresAt: expiresAt.toISOString() }
  }

  /** The contact token that the code was made with. @throws ParleyError `code_refused` */
  async redeem(channel: Channel, code: string): Promise<string> {
    const identity = await this.codes.take(placeOf(channel, code), this.clock.now())
    if (identity === null) throw new ParleyError('code_refused')
    return identity
  }
}

const placeOf = ({ tenantId, id: channelId }: Channel, code: string) => ({
  tenantId,
  channelId,
  hash: createHash('sha256').update(code).digest('base64url'),
})
