import type { RoleDefinition } from '@parley/shared/accounts/roles'
import type { RoleKey } from '@parley/shared/accounts/staff'
import { useI18n } from 'vue-i18n'

const BUILT_IN = ['admin', 'supervisor', 'agent', 'handler']

/** Words roles: built-in ones in the reader's language, the tenant's own ones by their name, where that is known. */
export function useRoleNames(): (keys: readonly RoleKey[], known?: readonly RoleDefinition[]) => string {
  const { t } = useI18n()
  const nameOf = (key: RoleKey, known: readonly RoleDefinition[]) =>
    BUILT_IN.includes(key)
      ? t(`settings.roles.names.${key}`)
      : (known.find((role) => role.key === key)?.name ?? t('settings.roles.ownRole'))
  return (keys, known = []) => keys.map((key) => nameOf(key, known)).join(t('settings.roles.and'))
}
