import { filled } from '@parley/shared/quick-replies/filled'
import type { QuickReplyValues } from '@parley/shared/quick-replies/filled'
import { computed, ref, watch } from 'vue'
import { useColleagues } from '../../presence/colleagues.store'
import { matching } from '../../quick-replies/matching'
import { usePinyinInitials } from '../../quick-replies/pinyin-initials'
import { useQuickReplies } from '../../quick-replies/quick-replies.store'
import type { ComposerMode } from './drafts.store'
import { typedQuery, withChoice } from './typed-query'

/** What can be put in the place of what is being typed. */
export interface Suggestion {
  id: string
  title: string
  hint: string
  insert: string
}

const SHOWN_MAX = 50

interface Parts {
  text: () => string
  caret: () => number
  mode: () => ComposerMode
  values: () => QuickReplyValues
  write: (text: string, caret: number) => void
}

/** Quick replies after `/` and colleagues after `@`, walked by arrows, taken by Enter or Tab, put away by Escape. */
export function useSuggestions({ text, caret, mode, values, write }: Parts) {
  const replies = useQuickReplies()
  const colleagues = useColleagues()
  const index = ref(0)
  /** Put away until something else is typed. */
  const dismissed = ref<number>()
  const typed = computed(() => typedQuery(text(), caret(), mode()))

  const items = computed<Suggestion[]>(() => {
    if (typed.value === undefined || dismissed.value === typed.value.from) return []
    const { kind, query } = typed.value
    if (kind === 'colleague') {
      const found = colleagues.all.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
      return found.slice(0, SHOWN_MAX).map(({ staffId, name, statusNote }) => ({
        ...{ id: staffId, title: name, hint: statusNote ?? '' },
        insert: `@${name} `,
      }))
    }
    const initials = usePinyinInitials(replies.all.map(({ shortcut, text: words }) => shortcut + words))
    const found = matching(replies.all, query, initials).slice(0, SHOWN_MAX)
    return found.map(({ id, shortcut, text: words }) => ({
      id,
      title: shortcut,
      hint: filled(words, values()),
      insert: filled(words, values()),
    }))
  })
  /** Whether nothing fits, as opposed to nothing being looked for. */
  const isEmpty = computed(
    () =>
      typed.value?.kind === 'quickReply' &&
      typed.value.query === '' &&
      dismissed.value === undefined &&
      replies.state === 'ready' &&
      replies.all.length === 0,
  )

  watch(typed, (now, before) => {
    if (now?.query !== before?.query) index.value = 0
    if (now === undefined) dismissed.value = undefined
    if (now?.kind === 'quickReply') replies.need()
    if (now?.kind === 'colleague') colleagues.need()
  })

  function choose(item: Suggestion): void {
    if (typed.value === undefined) return
    const next = withChoice(text(), { from: typed.value.from, caret: caret() }, item.insert)
    write(next.text, next.caret)
  }

  /** Whether the key was for the list. */
  function press(event: KeyboardEvent): boolean {
    const count = items.value.length
    const item = items.value[index.value]
    if (item === undefined || event.isComposing) return false
    if (event.key === 'ArrowDown') index.value = (index.value + 1) % count
    else if (event.key === 'ArrowUp') index.value = (index.value + count - 1) % count
    else if (event.key === 'Escape') dismissed.value = typed.value?.from
    else if (event.key === 'Enter' || event.key === 'Tab') choose(item)
    else return false
    return true
  }

  return { items, index, isEmpty, choose, press }
}
