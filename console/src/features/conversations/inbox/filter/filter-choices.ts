import { computed, shallowRef } from 'vue'
import { useConnection } from '../../../../app/connection.store'
import { useSession } from '../../../accounts/session.store'
import { useColleagues } from '../../../presence/colleagues.store'
import { useTags } from '../../../tags/tags.store'

export interface FilterChoice {
  field: 'queueId' | 'channelId' | 'tagId' | 'assigneeId'
  choices: readonly { id: string; name: string }[]
}

/** What the inbox can be narrowed by: as far as one may read it, and only where there is something to choose. */
export function useFilterChoices() {
  const connection = useConnection()
  const session = useSession()
  const tags = useTags()
  const colleagues = useColleagues()
  const queues = shallowRef<readonly { id: string; name: string }[]>([])
  const channels = shallowRef<readonly { id: string; name: string }[]>([])

  async function read(): Promise<void> {
    if (session.can('queues.read')) queues.value = (await connection.call('routing:listQueues', {})).queues
    if (session.can('channels.read')) channels.value = (await connection.call('channels:listChannels', {})).channels
  }
  // A list that did not come is a choice less, and comes with the next connection.
  connection.onConnected(() => void read().catch(() => undefined))
  tags.need()
  colleagues.need()

  return computed((): FilterChoice[] => {
    const me = { id: session.me.id, name: session.me.name }
    const others = colleagues.all.map(({ staffId, name }) => ({ id: staffId, name }))
    const offered: FilterChoice[] = [
      { field: 'queueId', choices: queues.value },
      { field: 'channelId', choices: channels.value },
      { field: 'tagId', choices: tags.all },
      { field: 'assigneeId', choices: [me, ...others] },
    ]
    return offered.filter(({ choices }) => choices.length > 0)
  })
}
