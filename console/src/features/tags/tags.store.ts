import type { ErrorCode } from '@parley/shared/kernel/errors'
import type { Tag } from '@parley/shared/tags/tag'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useConnection } from '../../app/connection.store'
import { codeOf } from '../../ui/error-words'

/** The tenant's list of tags: read when it is first wanted, and again whenever it changed. */
export const useTags = defineStore('tags', () => {
  const connection = useConnection()
  const all = shallowRef<readonly Tag[]>([])
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const error = ref<ErrorCode>()
  const byId = computed(() => new Map(all.value.map((tag) => [tag.id, tag])))

  async function read(): Promise<void> {
    if (state.value !== 'ready') state.value = 'loading'
    try {
      all.value = (await connection.call('tags:listTags', {})).tags
      state.value = 'ready'
      error.value = undefined
    } catch (failure) {
      error.value = codeOf(failure)
      if (state.value !== 'ready') state.value = 'failed'
    }
  }

  /** Called where they are about to be needed. */
  function need(): void {
    if (state.value === 'idle' || state.value === 'failed') void read()
  }

  const again = () => {
    if (state.value !== 'idle') void read()
  }
  connection.on('tags:tagsChanged', again)
  connection.onConnected(again)

  /** Those that a conversation carries and that are still on the list, in the list's order. */
  const ofConversation = (tagIds: readonly string[]): Tag[] => all.value.filter(({ id }) => tagIds.includes(id))

  async function create(name: string): Promise<Tag> {
    const { tag } = await connection.call('tags:createTag', { name })
    await read()
    return tag
  }

  async function rename({ id, version }: Tag, name: string): Promise<void> {
    await connection.call('tags:editTag', { tagId: id, version, name })
    await read()
  }

  async function remove({ id }: Tag): Promise<void> {
    await connection.call('tags:deleteTag', { tagId: id })
    await read()
  }

  return { all, byId, state, error, need, ofConversation, create, rename, remove }
})
