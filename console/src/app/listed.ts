import type { ErrorCode } from '@parley/shared/kernel/errors'
import { ref, shallowRef } from 'vue'
import { codeOf } from '../ui/error-words'
import { useConnection } from './connection.store'

type Connection = ReturnType<typeof useConnection>

interface Parts<Item> {
  list: (connection: Connection) => Promise<readonly Item[]>
  /** What says that the list is another. */
  changed: Parameters<Connection['on']>[0]
}

/** A list of the server's: read when it is first wanted, and again whenever it changed. */
export function useListed<Item>({ list, changed }: Parts<Item>) {
  const connection = useConnection()
  const all = shallowRef<readonly Item[]>([])
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const error = ref<ErrorCode>()

  async function read(): Promise<void> {
    if (state.value !== 'ready') state.value = 'loading'
    try {
      all.value = await list(connection)
      state.value = 'ready'
      error.value = undefined
    } catch (failure) {
      error.value = codeOf(failure)
      if (state.value !== 'ready') state.value = 'failed'
    }
  }

  /** Called where it is about to be needed. */
  function need(): void {
    if (state.value === 'idle' || state.value === 'failed') void read()
  }

  const again = () => {
    if (state.value !== 'idle') void read()
  }
  connection.on(changed, again)
  connection.onConnected(again)

  return { all, state, error, read, need }
}
