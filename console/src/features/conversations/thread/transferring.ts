import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { messageStamps } from '@parley/shared/conversations/message-stamps'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { ref } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { codeOf } from '../../../ui/error-words'
import { useConversations } from '../conversations.store'

export interface Transfer {
  toStaffId: string
  note: string
  force: boolean
}

/** Giving a conversation to a colleague: asked about in a dialog, tried as often as it takes under one id. */
export function useTransferring() {
  const connection = useConnection()
  const conversations = useConversations()
  const stamp = messageStamps()
  const isOpen = ref(false)
  const isBusy = ref(false)
  const error = ref<ErrorCode>()
  let requestId = ''

  function ask(): void {
    requestId = stamp().clientMessageId
    error.value = undefined
    isOpen.value = true
  }

  async function transfer({ id }: ConversationSummary, { toStaffId, note, force }: Transfer): Promise<void> {
    isBusy.value = true
    error.value = undefined
    try {
      const words = note.trim() === '' ? {} : { note }
      const input = { conversationId: id, toStaffId, requestId, ...words, ...(force ? { force } : {}) }
      conversations.accept([(await connection.call('routing:transferConversation', input)).conversation])
      isOpen.value = false
    } catch (failure) {
      error.value = codeOf(failure)
    }
    isBusy.value = false
  }

  return { isOpen, isBusy, error, ask, transfer }
}
