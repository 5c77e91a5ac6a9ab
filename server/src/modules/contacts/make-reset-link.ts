import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { ChannelRepository } from '../channels/index.js'
import { ContactAccountRepository } from './contact-account.repository.js'
import { newResetToken, resetHashOf } from './contact-accounts.js'
import { ReachedContacts } from './reached-contacts.js'

type MakeLink = StaffCommands['contacts:makeResetLink']

const LASTS_MS = 24 * 3_600_000

/** Makes a link for a contact who has lost their password; staff hand it over. */
@Singleton()
export class MakeResetLinkForContact {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly accounts!: ContactAccountRepository

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /** @throws ParleyError `not_found`, also for a contact without an account; `forbidden` */
  async run(caller: StaffPrincipal, { contactId }: MakeLink['input']): Promise<MakeLink['output']> {
    const contact = await this.reached.get(caller, contactId, 'contacts.edit')
    const channel = await this.channels.find(contact.tenantId, contact.channelId)
    const token = newResetToken()
    const resetExpiresAt = new Date(this.clock.now().getTime() + LASTS_MS)
    const isAllowed = await this.accounts.allowReset(contact, { resetHash: resetHashOf(token), resetExpiresAt })
    if (channel === null || !isAllowed) throw new ParleyError('not_found')
    const subject = { kind: 'contact', id: contact.id, name: contact.name }
    await this.audit.record(caller, { action: 'link.made', subject })
    // Behind the number sign, so that no log of a server or proxy ever holds it.
    return { path: `/c/${channel.key}#reset=${token}`, expiresAt: resetExpiresAt.toISOString() }
  }
}
