import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPermission } from '@parley/shared/accounts/permissions'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffPrincipal } from '../accounts/index.js'
import type { Contact } from './contact.js'
import { ContactRepository } from './contact.repository.js'
import { VisitorHistory } from './merge-visitor.js'

/** The contacts that a member of staff may reach: those of conversations that they may. Others do not exist for them. */
@Singleton()
export class ReachedContacts {
  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly history!: VisitorHistory

  /**
   * The contact of this id, or the one that a visitor turned out to be.
   * @throws ParleyError `not_found`, for an unreachable one as for an unknown one; `forbidden`
   */
  async get(caller: StaffPrincipal, id: string, permission: StaffPermission): Promise<Contact> {
    const contact = await this.find(caller.tenantId, id)
    if (!(await this.isReached(caller, contact, 'contacts.read'))) throw new ParleyError('not_found')
    if (!(await this.isReached(caller, contact, permission))) throw new ParleyError('forbidden')
    return contact
  }

  private async find(tenantId: string, id: string): Promise<Contact> {
    const found = await this.contacts.find(tenantId, id)
    const mergedInto = found?.mergedInto ?? null
    const contact = mergedInto === null ? found : await this.contacts.find(tenantId, mergedInto)
    if (contact === null) throw new ParleyError('not_found')
    return contact
  }

  private async isReached(caller: StaffPrincipal, contact: Contact, permission: StaffPermission): Promise<boolean> {
    const scope = caller.grants[permission]
    if (scope === undefined || scope === 'all') return scope === 'all'
    const queueIds = scope === 'queue' ? caller.queueIds : []
    return this.history.known.isServedBy(contact, { staffId: caller.staffId, queueIds })
  }
}
