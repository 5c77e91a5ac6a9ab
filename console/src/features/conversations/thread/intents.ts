import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { Entry } from '@parley/shared/conversations/entry'
import { latestMessageBy } from '@parley/shared/conversations/messages-by'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContactNames } from '../../contacts/contact-name'
import { useConnection } from '../../../app/connection.store'
import { codeOf, useErrorWords } from '../../../ui/error-words'
import { useNotices } from '../../../ui/notices.store'
import { useConversations } from '../conversations.store'
import { useThreads } from './threads.store'

/** What a person does to the conversation on the screen; what could not be done is said in words. */
export function useIntents() {
  const { t } = useI18n()
  const nameOf = useContactNames()
  const wordsOf = useErrorWords()
  const connection = useConnection()
  const conversations = useConversations()
  const threads = useThreads()
  const notices = useNotices()
  const isBusy = ref(false)
  /** Asking whether to end although the contact's last message has no answer. */
  const isConfirming = ref(false)

  const tell = (key: 'head.claimFailed' | 'head.endFailed' | 'thread.recallFailed', error: unknown) =>
    notices.show(t(`conversations.${key}`, { reason: wordsOf(codeOf(error)) }))

  /** Resolves with whether the conversation is now one's own. */
  async function claim({ id }: ConversationSummary): Promise<boolean> {
    isBusy.value = true
    let isClaimed = false
    try {
      conversations.accept([
        (await connection.call('conversations:claimConversation', { conversationId: id })).conversation,
      ])
      isClaimed = true
    } catch (error) {
      tell('head.claimFailed', error)
    }
    isBusy.value = false
    return isClaimed
  }

  function askToEnd(conversation: ConversationSummary): void {
    // By what is on the screen: the summary follows the thread a moment later.
    const { entries } = threads.timeline
    const isUnanswered = latestMessageBy('contact', entries) > latestMessageBy('staff', entries)
    if (isUnanswered) isConfirming.value = true
    else void end(conversation)
  }

  async function end({ id, contact }: ConversationSummary): Promise<void> {
    isBusy.value = true
    try {
      const seenPosition = threads.timeline.cursor
      const { conversation } = await connection.call('conversations:endConversation', {
        conversationId: id,
        seenPosition,
      })
      conversations.accept([conversation])
    } catch (error) {
      if (codeOf(error) === 'new_message_arrived')
        notices.show(t('conversations.head.arrived', { name: nameOf(contact.name) }))
      else tell('head.endFailed', error)
      threads.catchUp()
    }
    isBusy.value = false
    isConfirming.value = false
  }

  async function recall({ threadId, position }: Entry): Promise<void> {
    try {
      threads.receive((await connection.call('conversations:recallReply', { threadId, position })).entry)
    } catch (error) {
      tell('thread.recallFailed', error)
    }
  }

  return { isBusy, isConfirming, claim, askToEnd, end, recall }
}
