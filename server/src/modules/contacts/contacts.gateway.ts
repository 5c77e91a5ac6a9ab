import { Inject, Singleton } from '@midwayjs/core'
import { MakeResetLink } from '@parley/shared/contacts/account'
import { EditContact, ReadContact, RevokeContactTokens } from '@parley/shared/contacts/contact'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { MakeResetLinkForContact } from './make-reset-link.js'
import { EditContactOfTenant, ReadContactOfTenant, RevokeTokensOfContact } from './manage-contacts.js'

/** Which use case answers which command about contacts. */
@Singleton()
export class ContactsGateway {
  @Inject() private readonly read!: ReadContactOfTenant
  @Inject() private readonly edit!: EditContactOfTenant
  @Inject() private readonly revoke!: RevokeTokensOfContact
  @Inject() private readonly makeResetLink!: MakeResetLinkForContact

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(ReadContact, this.read),
      handle(EditContact, this.edit),
      handle(RevokeContactTokens, this.revoke),
      handle(MakeResetLink, this.makeResetLink),
    ]
  }
}
