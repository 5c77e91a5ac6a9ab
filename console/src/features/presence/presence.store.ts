import type { PresenceStatus } from '@parley/shared/presence/presence'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { i18n } from '../../app/locale'
import { useConnection } from '../../app/connection.store'
import { codeOf } from '../../ui/error-words'
import { useNotices } from '../../ui/notices.store'
import { useSession } from '../accounts/session.store'

/** One's own status, as chosen here or in another tab. */
export const usePresence = defineStore('presence', () => {
  const connection = useConnection()
  const session = useSession()
  const chosen = ref<PresenceStatus>()
  const status = computed<PresenceStatus>(() => chosen.value ?? session.current?.status ?? 'away')

  /** Shown at once and taken back, with words, when the server does not take it. */
  async function tryToChoose(next: PresenceStatus): Promise<void> {
    const before = status.value
    chosen.value = next
    try {
      chosen.value = (await connection.call('presence:setStatus', { status: next })).status
    } catch (error) {
      chosen.value = before
      const reason = i18n.global.t(`errors.${codeOf(error)}`)
      useNotices().show(i18n.global.t('presence.notSet', { reason }))
    }
  }

  function hear(next: PresenceStatus): void {
    chosen.value = next
  }

  return { status, tryToChoose, hear }
})
