import type { AttributeValue } from '@parley/shared/contacts/attribute-values'
import { defineStore } from 'pinia'
import { useConnection } from '../../app/connection.store'
import { useContactReadings } from './contact-readings'

/** What staff write down of who somebody is; of attributes what is another now, null for one without a value. */
export interface ContactChange {
  name: string
  email: string | null
  attributes?: Record<string, AttributeValue | null>
}

/** The contact beside the conversation: who they are, what staff wrote down, what they wrote before. */
export const useContactPanel = defineStore('contactPanel', () => {
  const connection = useConnection()
  const readings = useContactReadings()
  const { contactId, profile, readProfile, readNotes } = readings

  /** Rejects with `ParleyError`, `edit_conflict` among them: the profile is then read again. */
  async function edit(change: ContactChange): Promise<void> {
    const held = profile.value
    if (held === undefined) return
    try {
      const { contact } = await connection.call('contacts:editContact', {
        contactId: held.id,
        version: held.version,
        ...change,
      })
      profile.value = contact
    } catch (failure) {
      void readProfile()
      throw failure
    }
  }

  async function setAvatar(picture: string | null): Promise<void> {
    const held = profile.value
    if (held === undefined) return
    profile.value = (await connection.call('contacts:setAvatar', { contactId: held.id, picture })).contact
  }

  async function block(change: { isBlocked: boolean }): Promise<void> {
    const held = profile.value
    if (held === undefined) return
    profile.value = (await connection.call('contacts:blockContact', { contactId: held.id, ...change })).contact
  }

  async function addNote(text: string, clientNoteId: string): Promise<void> {
    if (contactId.value === undefined) return
    await connection.call('contacts:addNote', { contactId: contactId.value, clientNoteId, text })
    await readNotes()
  }

  async function deleteNote(noteId: string): Promise<void> {
    if (contactId.value === undefined) return
    await connection.call('contacts:deleteNote', { contactId: contactId.value, noteId })
    await readNotes()
  }

  return { ...readings, edit, setAvatar, block, addNote, deleteNote }
})
