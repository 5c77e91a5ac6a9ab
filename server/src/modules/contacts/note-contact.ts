import { Inject, Singleton } from '@midwayjs/core'
import type { ContactNote } from '@parley/shared/contacts/note'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import type { StaffPrincipal } from '../accounts/index.js'
import type { Contact } from './contact.js'
import { ContactNoteRepository } from './contact-note.repository.js'
import type { StoredContactNote } from './contact-note.repository.js'
import { ReachedContacts } from './reached-contacts.js'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** Somebody wrote or took away a note on a contact. */
    'contacts:noted': { contact: Contact }
  }
}

/** More of one contact nobody reads. */
const NOTES_MAX = 100

type List = StaffCommands['contacts:listNotes']
type Add = StaffCommands['contacts:addNote']
type Delete = StaffCommands['contacts:deleteNote']

@Singleton()
export class ListNotesOfContact {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly notes!: ContactNoteRepository

  async run(caller: StaffPrincipal, { contactId }: List['input']): Promise<List['output']> {
    const { tenantId, id } = await this.reached.get(caller, contactId, 'contacts.read')
    const notes = await this.notes.list(tenantId, id, NOTES_MAX)
    return { notes: notes.map((note) => viewOf(note, caller)) }
  }
}

@Singleton()
export class AddNoteOnContact {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly notes!: ContactNoteRepository

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  /** @throws ParleyError `not_found`, `forbidden`, `too_large` */
  async run(caller: StaffPrincipal, { contactId, clientNoteId, text }: Add['input']): Promise<Add['output']> {
    const contact = await this.reached.get(caller, contactId, 'contacts.edit')
    const { tenantId, id } = contact
    if ((await this.notes.count(tenantId, id, NOTES_MAX)) >= NOTES_MAX) throw new ParleyError('too_large')
    const author = { id: caller.staffId, name: caller.name }
    const written = { tenantId, contactId: id, clientNoteId, text, author, createdAt: this.clock.now() }
    const note = await this.notes.add(written)
    this.bus.publish('contacts:noted', { contact })
    return { note: viewOf(note, caller) }
  }
}

@Singleton()
export class DeleteNoteOnContact {
  @Inject()
  private readonly reached!: ReachedContacts

  @Inject()
  private readonly notes!: ContactNoteRepository

  @Inject()
  private readonly bus!: FactBus

  /** @throws ParleyError `not_found`, `forbidden` */
  async run(caller: StaffPrincipal, { contactId, noteId }: Delete['input']): Promise<Delete['output']> {
    const contact = await this.reached.get(caller, contactId, 'contacts.edit')
    const { tenantId, id } = contact
    const note = await this.notes.find({ tenantId, contactId: id }, noteId)
    if (note === null) throw new ParleyError('not_found')
    if (!canDelete(note, caller)) throw new ParleyError('forbidden')
    await this.notes.remove(note)
    this.bus.publish('contacts:noted', { contact })
    return {}
  }
}

const canDelete = ({ author }: StoredContactNote, { staffId, grants }: StaffPrincipal): boolean =>
  grants['contacts.edit'] === 'all' || (grants['contacts.edit'] !== undefined && author.id === staffId)

function viewOf(note: StoredContactNote, caller: StaffPrincipal): ContactNote {
  const { id, text, author, createdAt } = note
  return { id, text, author, createdAt: createdAt.toISOString(), canDelete: canDelete(note, caller) }
}
