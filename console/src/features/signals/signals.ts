import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useContactNames } from '../contacts/contact-name'
import { useSession } from '../accounts/session.store'
import { useConversations } from '../conversations/conversations.store'
import { useMentions } from '../conversations/mentions.store'
import { useInbox } from '../conversations/inbox/inbox.store'
import { useThreads } from '../conversations/thread/threads.store'
import { chime, unlockSound } from './chime'
import { DesktopNotices } from './desktop-notices'
import { showFavicon } from './favicon'
import { useLeader } from './leader'
import { signalSettings } from './signal-settings'
import { weightiest, whatHappened } from './what-happened'
import type { Happening, Signal } from './what-happened'

/** Called once, when the workspace begins: what waits is heard and seen, all of it from what is unread, so reading clears it. */
export function useSignals(): void {
  const { t } = useI18n()
  const nameOf = useContactNames()
  const router = useRouter()
  const session = useSession()
  const conversations = useConversations()
  const inbox = useInbox()
  const threads = useThreads()
  const mentions = useMentions()
  const isLeader = useLeader('parley:signals')
  const notices = new DesktopNotices((conversationId) => {
    void router.push({ name: 'inbox', params: { tab: 'mine', conversationId } })
  })

  // Any press lets sound through; before that the bar asks for one.
  void unlockSound()
  for (const press of ['pointerdown', 'keydown'])
    window.addEventListener(press, () => void unlockSound(), { once: true })

  const isBeforeEyes = (conversationId: string) => document.hasFocus() && threads.openId === conversationId

  function tell(signal: Signal, news: { conversationId: string; name: string; body: string | null }): void {
    if (isBeforeEyes(news.conversationId) || !isLeader.value) return
    if (signalSettings.sounds[signal]) chime(signal, signalSettings.volume)
    if (!signalSettings.showsNotices || document.hasFocus()) return
    notices.show(news.conversationId, { title: t(`signals.${signal}`, { name: news.name }), body: news.body ?? '' })
  }

  conversations.onChange((changed, before) => {
    // What is read at the beginning was there before.
    if (inbox.lists.mine.state !== 'ready') return
    const reader = { id: session.me.id, canTake: session.can('conversations.reply') }
    const happenings = changed.flatMap((now): Happening[] => {
      const signal = whatHappened({ now, before: before.get(now.id) }, reader)
      return signal === undefined ? [] : [{ signal, conversation: now }]
    })
    const happening = weightiest(happenings)
    if (happening === undefined) return
    const { id, contact, lastMessage } = happening.conversation
    tell(happening.signal, { conversationId: id, name: nameOf(contact.name), body: lastMessage?.preview ?? null })
  })
  mentions.onNew(({ conversationId, author, text }) => tell('mention', { conversationId, name: author, body: text }))

  watch([() => conversations.unreadOfMine, () => mentions.unread], ([unread]) => {
    showFavicon(unread)
    notices.keepOnly((id) => {
      const conversation = conversations.byId.get(id)
      const isNamed = mentions.all.some((each) => each.conversationId === id && !each.isRead)
      return isNamed || (conversation !== undefined && conversations.unread(conversation) > 0)
    })
  })
}
