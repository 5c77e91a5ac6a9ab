import type { SendKey } from '@parley/shared/conversations/sending-key'
import { computed, ref } from 'vue'
import { storage } from '../../../ui/storage'

const KEY = 'parley:send-key'

const chosen = ref<SendKey>(storage.getItem(KEY) === 'ctrlEnter' ? 'ctrlEnter' : 'enter')

/** The key that sends, as this person chose it in this browser. */
export const sendKey = computed<SendKey>({
  get: () => chosen.value,
  set: (value) => {
    chosen.value = value
    storage.setItem(KEY, value)
  },
})
