import { isDeepStrictEqual } from 'node:util'
import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import type { Channel } from '../channels/index.js'
import { changedAttributes, withAttributes } from './attribute-change.js'
import { isStillValid, newVisitor } from './contact.js'
import type { Contact, ContactClaims } from './contact.js'
import { ContactRepository, newContactId } from './contact.repository.js'
import type { HostWord } from './host-token.js'

const ATTEMPTS_MAX = 20

/** Finds the contact that the host speaks of, or makes them; takes over what the host says otherwise than last time. */
@Singleton()
export class IdentifyContact {
  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  /** @throws ParleyError `identity_refused` for a token of before the contact's tokens were revoked */
  async run(channel: Channel, word: HostWord): Promise<Contact> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const contact = await this.tryOnce(channel, word)
      if (contact !== null) return contact
    }
    throw new ParleyError('unavailable')
  }

  /** Null when somebody else changed them meanwhile. */
  private async tryOnce(channel: Channel, word: HostWord): Promise<Contact | null> {
    const { tenantId, id: channelId } = channel
    const { externalId, claims, issuedAt } = word
    const known = await this.contacts.findKnown({ tenantId, channelId, externalId })
    const claimed = { ...claims, issuedAt }
    if (known === null) {
      const at = this.clock.now()
      const visitor = newVisitor({ id: newContactId(), tenantId, channelId, name: claims.name, at })
      return this.contacts.addKnown({ ...visitor, ...claims, externalId, isIdentified: true }, claimed)
    }
    if (!isStillValid(known.contact, issuedAt)) throw new ParleyError('identity_refused')
    const changes = changesOf(known, claimed)
    if (Object.keys(changes).length === 0) return known.contact
    const unsettledSince = this.clock.now()
    const contact = await this.contacts.change(known.contact, { ...changes, claimed, unsettledSince })
    if (contact !== null) this.bus.publish('contacts:changed', { contact })
    return contact
  }
}

type Claimed = ContactClaims & { issuedAt: Date }

/**
 * What the host says otherwise than before; nothing when its word is older. So what staff have corrected stays until the
 * host itself says something new, and an old token does not bring back an old name. Of attributes each is such a word.
 */
export function changesOf(
  { contact, claimed: before }: { contact: Pick<Contact, 'attributes'>; claimed: Claimed | null },
  now: Claimed,
): Partial<ContactClaims> {
  if (before !== null && now.issuedAt <= before.issuedAt) return {}
  const { issuedAt: _at, attributes, ...claims } = now
  const changed = Object.entries(claims).filter(
    ([field, value]) => !isDeepStrictEqual(value, before?.[field as keyof ContactClaims]),
  )
  const words = changedAttributes(before?.attributes ?? {}, attributes)
  if (Object.keys(words).length === 0) return Object.fromEntries(changed)
  return { ...Object.fromEntries(changed), attributes: withAttributes(contact.attributes, words) }
}
