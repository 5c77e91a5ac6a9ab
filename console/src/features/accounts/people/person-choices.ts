import { useI18n } from 'vue-i18n'
import { useConnection } from '../../../app/connection.store'
import { useReading } from '../../../app/reading'

/** What a person can be put into: roles, queues, departments, under whom. What the reader may not read is left out. */
export function usePersonChoices() {
  const { t } = useI18n()
  const connection = useConnection()
  const { value } = useReading(async () => {
    const [roles, queues, organisation] = await Promise.allSettled([
      connection.call('accounts:listRoles', {}),
      connection.call('routing:listQueues', {}),
      connection.call('organisation:getOrganisation', {}),
    ])
    return {
      roles: roles.status === 'fulfilled' ? roles.value.roles : [],
      queues: queues.status === 'fulfilled' ? queues.value.queues : [],
      departments: organisation.status === 'fulfilled' ? organisation.value.departments : [],
      members: organisation.status === 'fulfilled' ? organisation.value.members : [],
    }
  })
  const none = () => ({ value: '', label: t('settings.people.nobody') })
  return { choices: value, none }
}
