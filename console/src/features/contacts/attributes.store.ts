import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useConnection } from '../../app/connection.store'
import { codeOf } from '../../ui/error-words'

/** Which attributes contacts have: read when the list is first wanted, and again whenever it changed. */
export const useAttributes = defineStore('attributes', () => {
  const connection = useConnection()
  const all = shallowRef<readonly ContactAttribute[]>([])
  const state = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  const error = ref<ErrorCode>()

  async function read(): Promise<void> {
    if (state.value !== 'ready') state.value = 'loading'
    try {
      all.value = (await connection.call('contacts:listAttributes', {})).attributes
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
  connection.on('contacts:attributesChanged', again)
  connection.onConnected(again)

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
