import type { StaffPresence } from '@parley/shared/presence/presence'
import { defineStore } from 'pinia'
import { computed, shallowRef, triggerRef } from 'vue'
import { useConnection } from '../../app/connection.store'
import { useSession } from '../accounts/session.store'

/** Everyone else on the staff and where they are: read when first wanted, kept by facts after that. */
export const useColleagues = defineStore('colleagues', () => {
  const connection = useConnection()
  const session = useSession()
  const known = shallowRef(new Map<string, StaffPresence>())
  const state = shallowRef<'idle' | 'loading' | 'ready'>('idle')
  const all = computed(() => [...known.value.values()].filter(({ staffId }) => staffId !== session.me.id))

  async function read(): Promise<void> {
    state.value = 'loading'
    try {
      const { staff } = await connection.call('presence:listPresence', {})
      known.value = new Map(staff.map((each) => [each.staffId, each]))
      state.value = 'ready'
    } catch {
      // Asked again by whoever needs it next.
      state.value = 'idle'
    }
  }

  function need(): void {
    if (state.value === 'idle') void read()
  }

  connection.on('presence:presenceChanged', ({ presence }) => {
    known.value.set(presence.staffId, presence)
    triggerRef(known)
  })
  connection.onConnected(() => {
    if (state.value !== 'idle') void read()
  })

  return { all, state, need, read }
})
