import type { SearchHit } from '@parley/shared/conversations/search'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { refDebounced } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { codeOf } from '../../../ui/error-words'

/** Asked once the typing rests for so long. */
const RESTS_MS = 250

interface Found {
  /** What these answer; other words are on the way when it is not what stands in the box. */
  query: string
  hits: readonly SearchHit[]
  next: string | null
}

const nothing: Found = { query: '', hits: [], next: null }

/** One row for each place that was found: a conversation may have several. */
export const keyOf = ({ conversation, match }: SearchHit): string =>
  `${conversation.id}-${match.kind === 'message' ? match.position : match.kind}`

/** What was found for the words in the box, page by page; an answer to words that are gone is dropped. */
export function useSearching(query: Ref<string>) {
  const connection = useConnection()
  const found = shallowRef<Found>(nothing)
  const error = shallowRef<ErrorCode>()
  const isReading = shallowRef(false)
  const asked = refDebounced(query, RESTS_MS)
  const byKey = computed(() => new Map(found.value.hits.map((hit) => [keyOf(hit), hit])))
  const isCurrent = computed(() => found.value.query === query.value.trim())

  async function read(from: Found): Promise<void> {
    isReading.value = true
    error.value = undefined
    try {
      const cursor = from.next === null ? {} : { cursor: from.next }
      const page = await connection.call('conversations:searchConversations', { query: from.query, ...cursor })
      if (from.query !== query.value.trim()) return
      found.value = { query: from.query, hits: [...from.hits, ...page.hits], next: page.next }
    } catch (failure) {
      if (from.query === query.value.trim()) error.value = codeOf(failure)
    } finally {
      isReading.value = false
    }
  }

  const again = () => read({ ...nothing, query: query.value.trim() })
  const more = () => (found.value.next === null || isReading.value ? undefined : read(found.value))

  watch(asked, () => (query.value.trim() === '' ? (found.value = nothing) : void again()), { immediate: true })

  return { byKey, found, error, isCurrent, again, more }
}
