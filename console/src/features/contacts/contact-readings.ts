import type { ContactProfile } from '@parley/shared/contacts/contact'
import type { ContactNote } from '@parley/shared/contacts/note'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { ref, shallowRef } from 'vue'
import { useConnection } from '../../app/connection.store'
import { codeOf } from '../../ui/error-words'

/** What the panel shows of one contact; read again when it changes. */
export function useContactReadings() {
  const connection = useConnection()
  const contactId = ref<string>()
  const profile = shallowRef<ContactProfile>()
  const notes = shallowRef<readonly ContactNote[]>([])
  const conversations = shallowRef<readonly ConversationSummary[]>([])
  const error = ref<ErrorCode>()

  /** Runs a reading for the contact on the screen; an answer for another one is let go. */
  async function reading(read: (contactId: string) => Promise<() => void>): Promise<void> {
    const wanted = contactId.value
    if (wanted === undefined) return
    try {
      const take = await read(wanted)
      if (contactId.value !== wanted) return
      take()
      error.value = undefined
    } catch (failure) {
      if (contactId.value === wanted) error.value = codeOf(failure)
    }
  }

  const readProfile = () =>
    reading(async (id) => {
      const { contact } = await connection.call('contacts:readContact', { contactId: id })
      return () => (profile.value = contact)
    })
  const readNotes = () =>
    reading(async (id) => {
      const answer = await connection.call('contacts:listNotes', { contactId: id })
      return () => (notes.value = answer.notes)
    })
  const readConversations = () =>
    reading(async (id) => {
      const answer = await connection.call('conversations:listOfContact', { contactId: id })
      return () => (conversations.value = answer.conversations)
    })
  const readAll = () => Promise.all([readProfile(), readNotes(), readConversations()])

  function show(id: string): void {
    if (contactId.value === id) return
    contactId.value = id
    profile.value = undefined
    notes.value = []
    conversations.value = []
    error.value = undefined
    void readAll()
  }

  connection.on('contacts:contactChanged', (changed) => {
    if (changed.contactId === contactId.value) void readProfile()
  })
  connection.on('contacts:notesChanged', (changed) => {
    if (changed.contactId === contactId.value) void readNotes()
  })
  connection.onConnected(() => void readAll())

  return { contactId, profile, notes, conversations, error, show, readAll, readProfile, readNotes, readConversations }
}
