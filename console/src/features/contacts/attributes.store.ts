import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import { defineStore } from 'pinia'
import { useConnection } from '../../app/connection.store'
import { useListed } from '../../app/listed'

/** Which attributes contacts have: read when the list is first wanted, and again whenever it changed. */
export const useAttributes = defineStore('attributes', () => {
  const connection = useConnection()
  const { all, state, error, read, need } = useListed<ContactAttribute>({
    list: async ({ call }) => (await call('contacts:listAttributes', {})).attributes,
    changed: 'contacts:attributesChanged',
  })

  async function create(attribute: Pick<ContactAttribute, 'key' | 'name' | 'type' | 'choices'>): Promise<void> {
    await connection.call('contacts:createAttribute', attribute)
    await read()
  }

  async function edit(
    { id, version }: ContactAttribute,
    change: Pick<ContactAttribute, 'name' | 'choices'>,
  ): Promise<void> {
    await connection.call('contacts:editAttribute', { attributeId: id, version, ...change })
    await read()
  }

  async function remove({ id }: ContactAttribute): Promise<void> {
    await connection.call('contacts:deleteAttribute', { attributeId: id })
    await read()
  }

  return { all, state, error, need, create, edit, remove }
})
