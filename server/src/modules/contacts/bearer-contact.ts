import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Channel } from '../channels/index.js'
import { isStillValid } from './contact.js'
import { ContactGate } from './contact-gate.js'
import { HeldContacts } from './held-contacts.js'
import { HostTokens } from './host-tokens.js'

/** Who asks, by a token in a header: nobody yet when the host knows somebody who has never been here. */
export interface Bearer {
  channel: Channel
  contactId: string | null
}

/** @throws ParleyError `unauthenticated` for a header that holds none */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw new ParleyError('unauthenticated')
  return token
}

/** A contact token has five parts; a session has three. */
const isContactToken = (token: string): boolean => token.split('.').length === 5

/** Contacts who ask over HTTP with `Authorization: Bearer`: their session's token, or the host's word directly. */
@Singleton()
export class BearerContact {
  @Inject()
  private readonly gate!: ContactGate

  @Inject()
  private readonly hostTokens!: HostTokens

  @Inject()
  private readonly contacts!: HeldContacts

  /**
   * @param onChannel told as soon as the channel is known, before the token has proved anything
   * @throws ParleyError `unauthenticated`, `identity_refused`, `identity_expired`
   */
  async run(authorization: string | undefined, onChannel: (channel: Channel) => void): Promise<Bearer> {
    const token = bearerToken(authorization)
    if (isContactToken(token)) return this.byHost(token, onChannel)
    const { channel, session } = await this.gate.recognise(token)
    onChannel(channel)
    return { channel, contactId: session.contactId }
  }

  private async byHost(token: string, onChannel: (channel: Channel) => void): Promise<Bearer> {
    const channel = await this.hostTokens.channelOf(token)
    onChannel(channel)
    const { externalId, issuedAt } = await this.hostTokens.read(channel, token)
    const known = await this.contacts.byExternalId(channel, externalId)
    if (known === null) return { channel, contactId: null }
    if (!isStillValid(known, issuedAt)) throw new ParleyError('identity_refused')
    return { channel, contactId: known.id }
  }
}
