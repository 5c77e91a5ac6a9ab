import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '../../accounts/session.store'
import { useContactNames } from '../../contacts/contact-name'
import { useConversations } from '../conversations.store'
import { useTyping } from '../typing.store'
import { useViewing } from '../viewing.store'
import { replyBlockOf } from './reply-block'

/** Whether one can reply here, why not in words, where it goes on instead, and who else is here. */
export function useComposerWords(conversation: () => ConversationSummary) {
  const { t } = useI18n()
  const nameOf = useContactNames()
  const session = useSession()
  const conversations = useConversations()
  const typing = useTyping()
  const viewing = useViewing()

  const block = computed(() =>
    replyBlockOf(conversation(), { id: session.me.id, canReply: session.can('conversations.reply') }),
  )
  const blocked = computed(() => {
    if (block.value === undefined) return undefined
    const { assignee, contact } = conversation()
    const name = block.value === 'other' ? assignee?.name : contact.name
    return t(`conversations.composer.blocked.${block.value}`, { name: nameOf(name ?? '') })
  })
  /** The conversation that the contact has come back with. */
  const next = computed(() => {
    const { state, threadId } = conversation()
    return state === 'ended' ? conversations.openInThread(threadId)?.id : undefined
  })
  const aside = computed(() => {
    const writer = typing.colleagues.get(conversation().threadId)
    if (writer !== undefined) return t('conversations.composer.colleagueTyping', { name: writer })
    const names = viewing.namesOf(conversation().id)
    return names.length === 0 ? undefined : t('conversations.viewing', { names: names.join(', ') })
  })

  return { block, blocked, aside, next }
}
