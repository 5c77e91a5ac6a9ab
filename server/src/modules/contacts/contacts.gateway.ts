import { Inject, Singleton } from '@midwayjs/core'
import { MakeResetLink } from '@parley/shared/contacts/account'
import { CreateAttribute, DeleteAttribute, EditAttribute, ListAttributes } from '@parley/shared/contacts/attribute'
import {
  BlockContact,
  EditContact,
  ReadContact,
  RevokeContactTokens,
  SetAvatarOfContact,
} from '@parley/shared/contacts/contact'
import { AddContactNote, DeleteContactNote, ListContactNotes } from '@parley/shared/contacts/note'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { BlockContactOfTenant } from './block-contact.js'
import { AddNoteOnContact, DeleteNoteOnContact, ListNotesOfContact } from './note-contact.js'
import { MakeResetLinkForContact } from './make-reset-link.js'
import {
  CreateAttributeOfContacts,
  DeleteAttributeOfContacts,
  EditAttributeOfContacts,
  ListAttributesOfContacts,
} from './manage-attributes.js'
import { EditContactOfTenant, ReadContactOfTenant, RevokeTokensOfContact } from './manage-contacts.js'
import { SetAvatarOfContactOfTenant } from './set-avatar.js'

/** Which use case answers which command about contacts. */
@Singleton()
export class ContactsGateway {
  @Inject() private readonly read!: ReadContactOfTenant
  @Inject() private readonly edit!: EditContactOfTenant
  @Inject() private readonly setAvatar!: SetAvatarOfContactOfTenant
  @Inject() private readonly revoke!: RevokeTokensOfContact
  @Inject() private readonly makeResetLink!: MakeResetLinkForContact
  @Inject() private readonly block!: BlockContactOfTenant
  @Inject() private readonly listNotes!: ListNotesOfContact
  @Inject() private readonly addNote!: AddNoteOnContact
  @Inject() private readonly deleteNote!: DeleteNoteOnContact
  @Inject() private readonly listAttributes!: ListAttributesOfContacts
  @Inject() private readonly createAttribute!: CreateAttributeOfContacts
  @Inject() private readonly editAttribute!: EditAttributeOfContacts
  @Inject() private readonly deleteAttribute!: DeleteAttributeOfContacts

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(ReadContact, this.read),
      handle(EditContact, this.edit),
      handle(SetAvatarOfContact, this.setAvatar),
      handle(RevokeContactTokens, this.revoke),
      handle(BlockContact, this.block),
      handle(ListContactNotes, this.listNotes),
      handle(AddContactNote, this.addNote),
      handle(DeleteContactNote, this.deleteNote),
      handle(MakeResetLink, this.makeResetLink),
      handle(ListAttributes, this.listAttributes),
      handle(CreateAttribute, this.createAttribute),
      handle(EditAttribute, this.editAttribute),
      handle(DeleteAttribute, this.deleteAttribute),
    ]
  }
}
