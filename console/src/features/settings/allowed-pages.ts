import { computed } from 'vue'
import { useSession } from '../accounts/session.store'
import { SETTINGS_PAGES } from './pages'

/** The pages of the settings that whoever is signed in may open. */
export function useAllowedPages() {
  const session = useSession()
  return computed(() =>
    SETTINGS_PAGES.filter(
      ({ permission, isForTenants }) =>
        (permission === undefined || session.can(permission)) &&
        (isForTenants === undefined || (session.current?.tenant ?? null) !== null),
    ),
  )
}
