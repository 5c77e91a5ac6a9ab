import type { Entry } from '@parley/shared/conversations/entry'
import { isMessage } from '@parley/shared/conversations/message-kinds'
import { ref, watch } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContactNames } from '../../contacts/contact-name'
import { useSession } from '../../accounts/session.store'
import { spokenWords } from '../../attachments/file-words'
import { useThreads } from './threads.store'

/** What a screen reader hears of a thread: messages that others write while it is open, and never its history. */
export function useAnnouncing(): Ref<string> {
  const { t } = useI18n()
  const nameOf = useContactNames()
  const threads = useThreads()
  const session = useSession()
  const words = ref('')

  function wordsFor(entry: Entry): string | undefined {
    if (!isMessage(entry) || entry.text === null || entry.author.id === session.me.id) return undefined
    const key = entry.kind === 'note' ? 'noted' : 'said'
    return t(`conversations.thread.${key}`, { name: nameOf(entry.author.name), text: spokenWords(entry, t) })
  }

  watch(
    [() => threads.threadId, () => threads.state, () => threads.timeline],
    ([id, state, timeline], [idBefore, stateBefore, before]) => {
      if (id !== idBefore) words.value = ''
      if (id !== idBefore || state !== 'ready' || stateBefore !== 'ready' || before.cursor === 0) return
      const news = timeline.entries
        .filter((entry) => entry.position > before.cursor)
        .flatMap((entry) => wordsFor(entry) ?? [])
      if (news.length > 0) words.value = news.join('\n')
    },
  )
  return words
}
