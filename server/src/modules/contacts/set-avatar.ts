import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { Avatars } from '../attachments/index.js'
import { AuditLog } from '../audit/index.js'
import { profileOf } from './contact-profile.js'
import { ContactRepository } from './contact.repository.js'
import { ReachedContacts } from './reached-contacts.js'

type Set = StaffCommands['contacts:setAvatar']

/** Gives a contact a picture, or takes it away; lists and threads show it wherever the contact stands. */
@Singleton()
export class SetAvatarOfContactOfTenant {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly avatars!: Avatars

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  /** @throws ParleyError `not_found`, `forbidden`, `type_refused`, `media_damaged`, `too_many_pixels` */
  async run(caller: StaffPrincipal, { contactId, picture }: Set['input']): Promise<Set['output']> {
    const held = await this.reached.get(caller, contactId, 'contacts.edit')
    if (picture === null && held.avatar === null) return { contact: profileOf(held) }
    const { tenantId, id } = held
    const bytes = picture === null ? null : Buffer.from(picture, 'base64')
    const avatar = bytes && (await this.avatars.put(tenantId, bytes, held.avatar))
    const contact = await this.contacts.setAvatar(held, { avatar, unsettledSince: this.clock.now() })
    if (contact === null) throw new ParleyError('not_found')
    if (avatar === null && held.avatar !== null) await this.avatars.remove(held.avatar)
    this.bus.publish('contacts:changed', { contact })
    await this.audit.record(caller, {
      action: 'contact.edited',
      subject: { kind: 'contact', id, name: contact.name },
      details: { fields: ['avatar'] },
    })
    return { contact: profileOf(contact) }
  }
}
