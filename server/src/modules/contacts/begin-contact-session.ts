import { randomInt } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import type { BeginContactSession as Input, ContactSession } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { AttemptLimit } from '../../platform/attempt-limit.js'
import { ChannelRepository } from '../channels/index.js'
import type { Channel } from '../channels/index.js'
import { Tenants } from '../tenants/index.js'
import { ContactCodes } from './contact-codes.js'
import { ContactGate } from './contact-gate.js'
import type { Admitted } from './contact-gate.js'
import { newContactId } from './contact.repository.js'
import { HostTokens } from './host-tokens.js'
import { IdentifyContact } from './identify-contact.js'
import { IssueContactSession } from './issue-contact-session.js'
import { MergeVisitor } from './merge-visitor.js'

/** Begins a contact's session in a channel: by the host's word, as the one that their browser remembers, or as a new visitor. */
@Singleton()
export class BeginContactSession {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly gate!: ContactGate

  @Inject()
  private readonly hostTokens!: HostTokens

  @Inject()
  private readonly codes!: ContactCodes

  @Inject()
  private readonly identify!: IdentifyContact

  @Inject()
  private readonly merge!: MergeVisitor

  @Inject()
  private readonly sessions!: IssueContactSession

  @Inject()
  private readonly limit!: AttemptLimit

  @Inject()
  private readonly tenants!: Tenants

  /**
   * @throws ParleyError `not_found` for an unknown channel, `anonymous_refused` where a visitor may not write,
   *   `identity_refused`, `identity_expired`, `code_refused` for a code that was used, `rate_limited` for too many sessions from one address
   */
  async run({ channelKey, token, identity, code }: Input, address: string): Promise<ContactSession> {
    const points = this.settings.values.sessionsPerMinute
    await this.limit.take(`contact session ${address}`, { points, withinSeconds: 60 })
    const channel = await this.channels.findByKey(channelKey)
    const isServed = channel?.isEnabled === true && (await this.tenants.isServed(channel.tenantId))
    if (!isServed) throw new ParleyError('not_found')
    if (code !== undefined) return this.identified(channel, await this.codes.redeem(channel, code), token)
    if (identity !== undefined) return this.identified(channel, identity, token)
    const remembered = token === undefined ? null : await this.remembered(token, channel)
    if (remembered !== null) return this.sessions.again(channel, remembered)
    if (!channel.allowsAnonymous) throw new ParleyError('anonymous_refused')
    return this.sessions.ofVisitor(channel, { id: newContactId(), name: `#${randomInt(1_000, 10_000)}` })
  }

  /** With the token of a visitor, both are proved: what that visitor wrote is the contact's from then on. */
  private async identified(channel: Channel, identity: string, token: string | undefined): Promise<ContactSession> {
    const word = await this.hostTokens.read(channel, identity)
    const contact = await this.identify.run(channel, word)
    if (token !== undefined) await this.merge.run(channel, { token, contact })
    return this.sessions.ofKnown(channel, contact, word)
  }

  private async remembered(token: string, channel: Channel): Promise<Admitted | null> {
    try {
      const admitted = await this.gate.admit(token)
      return admitted.channel.id === channel.id ? admitted : null
    } catch (error) {
      if (error instanceof ParleyError) return null
      throw error
    }
  }
}
