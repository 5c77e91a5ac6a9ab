import type { Tag } from '@parley/shared/tags/tag'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useConnection } from '../../app/connection.store'
import { useListed } from '../../app/listed'

/** The tenant's list of tags: read when it is first wanted, and again whenever it changed. */
export const useTags = defineStore('tags', () => {
  const connection = useConnection()
  const { all, state, error, read, need } = useListed<Tag>({
    list: async ({ call }) => (await call('tags:listTags', {})).tags,
    changed: 'tags:tagsChanged',
  })
  const byId = computed(() => new Map(all.value.map((tag) => [tag.id, tag])))

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
