import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { refuseMisfits, withAttributes } from './attribute-change.js'
import { AttributeRepository } from './attribute.repository.js'
import { contactConnections } from './contact-principal.js'
import { profileOf } from './contact-profile.js'
import { ContactRepository } from './contact.repository.js'
import { ReachedContacts } from './reached-contacts.js'

type Read = StaffCommands['contacts:readContact']
type Edit = StaffCommands['contacts:editContact']
type Revoke = StaffCommands['contacts:revokeTokens']

@Singleton()
export class ReadContactOfTenant {
  @Inject()
  private readonly reached!: ReachedContacts

  async run(caller: StaffPrincipal, { contactId }: Read['input']): Promise<Read['output']> {
    return { contact: profileOf(await this.reached.get(caller, contactId, 'contacts.read')) }
  }
}

@Singleton()
export class EditContactOfTenant {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly attributes!: AttributeRepository

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  /** @throws ParleyError `not_found`, `forbidden`, `edit_conflict`, `bad_request` */
  async run(caller: StaffPrincipal, { contactId, version, ...wanted }: Edit['input']): Promise<Edit['output']> {
    const { tenantId, id, attributes: before } = await this.reached.get(caller, contactId, 'contacts.edit')
    const { name, email, attributes: changed = {} } = wanted
    const keys = Object.keys(changed)
    if (keys.length > 0) refuseMisfits(await this.attributes.list(tenantId), changed)
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
      ...(keys.length === 0 ? {} : { attributes: withAttributes(before, changed) }),
    }
    const unsettledSince = this.clock.now()
    const contact = await this.contacts.change({ tenantId, id, version }, { ...change, unsettledSince })
    if (contact === null) throw new ParleyError('edit_conflict')
    this.bus.publish('contacts:changed', { contact })
    const details = {
      fields: [
        ...Object.keys(change).filter((field) => field !== 'attributes'),
        ...keys.map((key) => `attributes.${key}`),
      ],
    }
    await this.audit.record(caller, {
      action: 'contact.edited',
      subject: { kind: 'contact', id, name: contact.name },
      details,
    })
    return { contact: profileOf(contact) }
  }
}

/** Ends every session and token of a contact, and cuts their connections. */
@Singleton()
export class RevokeTokensOfContact {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `not_found`, `forbidden` */
  async run(caller: StaffPrincipal, { contactId }: Revoke['input']): Promise<Revoke['output']> {
    const { tenantId, id } = await this.reached.get(caller, contactId, 'contacts.revokeTokens')
    const contact = await this.revocations.during([contactConnections({ tenantId, id })], () =>
      this.contacts.revokeTokens({ tenantId, id }, this.clock.now()),
    )
    if (contact === null) throw new ParleyError('not_found')
    const subject = { kind: 'contact', id, name: contact.name }
    await this.audit.record(caller, { action: 'contact.tokensRevoked', subject })
    return { contact: profileOf(contact) }
  }
}
