import { randomBytes, randomInt } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { BeginContactSession as Input, ContactSession } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { CurrentSettings } from '../../config/current-settings.js'
import { ChannelRepository } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
import { contactPrincipal } from './contact-principal.js'
import type { ContactPrincipal } from './contact-principal.js'
import { ContactTokens } from './contact-tokens.js'

/** Begins a visitor's session in a channel, or continues the one that their browser remembers. */
@Singleton()
export class BeginContactSession {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly tokens!: ContactTokens

  private limiter: RateLimiterMemory | undefined

  /** @throws ParleyError `not_found` for an unknown channel, `rate_limited` for too many sessions from one address */
  async run({ channelKey, token }: Input, address: string): Promise<ContactSession> {
    await this.limit(address)
    const channel = await this.channels.findByKey(channelKey)
    if (channel === null) throw new ParleyError('not_found')
    const contact = (await this.remembered(token, channel)) ?? newVisitor(channel)
    return {
      token: await this.tokens.issue(contact),
      contact: { id: contact.contactId, name: contact.name },
      channel: { key: channel.key, name: channel.name },
    }
  }

  private async remembered(token: string | undefined, channel: Channel): Promise<ContactPrincipal | null> {
    if (token === undefined) return null
    try {
      const contact = await this.tokens.verify(token)
      return contact.channelId === channel.id && contact.tenantId === channel.tenantId ? contact : null
    } catch (error) {
      if (error instanceof ParleyError) return null
      throw error
    }
  }

  private async limit(address: string): Promise<void> {
    this.limiter ??= new RateLimiterMemory({ points: this.settings.values.sessionsPerMinute, duration: 60 })
    try {
      await this.limiter.consume(address)
    } catch (limit) {
      if (!(limit instanceof RateLimiterRes)) throw limit
      throw new ParleyError('rate_limited', { retryAfterMs: limit.msBeforeNext })
    }
  }
}

function newVisitor(channel: Channel): ContactPrincipal {
  return contactPrincipal({
    tenantId: channel.tenantId,
    contactId: randomBytes(12).toString('hex'),
    channelId: channel.id,
    name: `#${randomInt(1_000, 10_000)}`,
  })
}
