import type { PresenceStatus, StaffPresence } from '@parley/shared/presence/presence'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { i18n } from '../../app/locale'
import { useConnection } from '../../app/connection.store'
import { codeOf } from '../../ui/error-words'
import { useNotices } from '../../ui/notices.store'
import { useSession } from '../accounts/session.store'

type Chosen = Pick<StaffPresence, 'status' | 'statusNote'>

/** One's own status, as chosen here or in another tab. */
export const usePresence = defineStore('presence', () => {
  const connection = useConnection()
  const session = useSession()
  const chosen = shallowRef<Chosen>()
  const current = computed<Chosen>(() => chosen.value ?? session.current ?? { status: 'away', statusNote: null })
  const status = computed(() => current.value.status)
  const statusNote = computed(() => current.value.statusNote)

  /** Shown at once and taken back, with words, when the server does not take it. */
  async function tryToChoose(next: PresenceStatus, note?: string): Promise<void> {
    const before = current.value
    const kept = next === before.status ? before.statusNote : null
    chosen.value = { status: next, statusNote: note === undefined ? kept : note || null }
    const words = note === undefined ? {} : { statusNote: note }
    try {
      chosen.value = await connection.call('presence:setStatus', { status: next, ...words })
    } catch (error) {
      chosen.value = before
      const reason = i18n.global.t(`errors.${codeOf(error)}`)
      useNotices().show(i18n.global.t('presence.notSet', { reason }))
    }
  }

  function hear({ status: told, statusNote: words }: Chosen): void {
    chosen.value = { status: told, statusNote: words }
  }

  return { status, statusNote, tryToChoose, hear }
})
