import type { ErrorCode } from '@parley/shared/kernel/errors'
import { ref, shallowRef, watch } from 'vue'
import { codeOf } from '../ui/error-words'
import { addPage, replaceItem } from '../ui/table/pages'
import type { Pages } from '../ui/table/pages'
import { useConnection } from './connection.store'

/** Calls `work` as soon as there is a connection, and again whenever it is back. */
function whenConnected(work: () => unknown): void {
  const connection = useConnection()
  watch(
    () => connection.state === 'online',
    (isOnline) => {
      if (isOnline) work()
    },
    { immediate: true },
  )
}

/** One thing that a screen shows, as the server last told it. */
export function useReading<Value>(read: () => Promise<Value>) {
  const value = shallowRef<Value>()
  const error = ref<ErrorCode>()
  const isLoading = ref(true)
  let latest = 0

  async function reload(): Promise<void> {
    const own = ++latest
    isLoading.value = true
    try {
      const answer = await read()
      if (own !== latest) return
      value.value = answer
      error.value = undefined
    } catch (failure) {
      if (own !== latest) return
      error.value = codeOf(failure)
    }
    isLoading.value = false
  }

  whenConnected(reload)
  return { value, error, isLoading, reload }
}

/** A list read page by page; `reload` begins again from the top and shows the old rows until the new ones are here. */
export function usePages<Item extends { id: string }, Cursor>(
  read: (cursor: Cursor | undefined) => Promise<{ items: readonly Item[]; next: Cursor | null }>,
) {
  const pages = shallowRef<Pages<Item, Cursor>>({ items: [], next: undefined })
  const error = ref<ErrorCode>()
  const isLoading = ref(true)
  let latest = 0

  async function load(from: Pages<Item, Cursor>): Promise<void> {
    const own = ++latest
    isLoading.value = true
    try {
      const page = await read(from.next ?? undefined)
      if (own !== latest) return
      pages.value = addPage(from, page)
      error.value = undefined
    } catch (failure) {
      if (own !== latest) return
      error.value = codeOf(failure)
    }
    isLoading.value = false
  }

  const reload = (): Promise<void> => load({ items: [], next: undefined })
  const more = (): Promise<void> => load(pages.value)
  const replace = (item: Item): void => void (pages.value = replaceItem(pages.value, item))

  whenConnected(reload)
  return { pages, error, isLoading, reload, more, replace }
}
