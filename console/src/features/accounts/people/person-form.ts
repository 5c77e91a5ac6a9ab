import { useI18n } from 'vue-i18n'
import { useSaving } from '../../../ui/form/saving'

const FIELDS = ['login', 'name', 'roles', 'capacity', 'email', 'mobile', 'superiorId'] as const
const WORDS = { superiorId: 'superior' } as const

/** Saving a person: the names of the fields, and what only this form can fail of. */
export function usePersonForm() {
  const { t } = useI18n()
  return useSaving({
    labels: () =>
      Object.fromEntries(
        FIELDS.map((field) => [field, t(`settings.people.${field === 'superiorId' ? WORDS[field] : field}`)]),
      ),
    words: ({ code }) => (code === 'login_taken' ? { field: 'login', text: t('errors.login_taken') } : undefined),
  })
}
