import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { contactConnections } from './contact-principal.js'
import { profileOf } from './contact-profile.js'
import { ContactRepository } from './contact.repository.js'
import { ReachedContacts } from './reached-contacts.js'

type Block = StaffCommands['contacts:blockContact']

/**
 * A blocked contact reads on and writes nothing: their connections are cut on every node within two seconds, and come back
 * with what they may then. Unblocked in the same way.
 */
@Singleton()
export class BlockContactOfTenant {
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

  @Inject()
  private readonly bus!: FactBus

  /** @throws ParleyError `not_found`, `forbidden` */
  async run(caller: StaffPrincipal, { contactId, isBlocked }: Block['input']): Promise<Block['output']> {
    const found = await this.reached.get(caller, contactId, 'contacts.block')
    if ((found.blockedAt !== null) === isBlocked) return { contact: profileOf(found) }
    const contact = await this.revocations.during([contactConnections(found)], () =>
      this.contacts.block(found, isBlocked ? this.clock.now() : null),
    )
    if (contact === null) throw new ParleyError('not_found')
    const { id, name } = contact
    this.bus.publish('contacts:changed', { contact })
    const action = isBlocked ? 'contact.blocked' : 'contact.unblocked'
    await this.audit.record(caller, { action, subject: { kind: 'contact', id, name } })
    return { contact: profileOf(contact) }
  }
}
