import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { TypingSignal } from '@parley/shared/conversations/typing-signal'
import { computed } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { useDrafts } from './drafts.store'
import type { ComposerMode } from './drafts.store'
import { useQuoting } from './quoting.store'

/** What stands in the composer: kept as a draft, and told as typing to those who may know. */
export function useWriting(conversation: () => ConversationSummary) {
  const connection = useConnection()
  const drafts = useDrafts()
  const quoting = useQuoting()
  const mode = computed<ComposerMode>(() => drafts.modes.get(conversation().id) ?? 'reply')
  const text = computed(() => drafts.textOf(conversation().id, mode.value))
  const signal = new TypingSignal((sign) => {
    if (connection.state === 'online') void connection.call('conversations:setReplyTyping', sign).catch(() => undefined)
  })

  function write(words: string): void {
    drafts.write(conversation().id, mode.value, words)
    const audience = mode.value === 'note' ? 'staff' : 'everyone'
    if (words.trim() === '') signal.stop()
    else signal.typed({ threadId: conversation().threadId, audience })
  }

  const quote = computed(() => quoting.quotes.get(conversation().id))
  const quoteNothing = () => quoting.clear(conversation().id)

  /** A note is quoted in notes alone. */
  function chooseMode(chosen: ComposerMode): void {
    drafts.modes.set(conversation().id, chosen)
    if (chosen === 'reply' && quote.value?.kind === 'note') quoteNothing()
  }

  return { mode, text, quote, signal, write, chooseMode, quoteNothing }
}
