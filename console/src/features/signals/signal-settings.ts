import { reactive, watch } from 'vue'
import { storage } from '../../ui/storage'
import { SIGNALS } from './what-happened'
import type { Signal } from './what-happened'

/** What somebody wants to be told of in this browser, and how loudly. */
export interface SignalSettings {
  /** 0 to 100. */
  volume: number
  sounds: Record<Signal, boolean>
  showsNotices: boolean
}

const KEY = 'parley:signals'
const usual: SignalSettings = {
  volume: 60,
  sounds: { assigned: true, mention: true, message: true, waiting: false },
  showsNotices: false,
}

function stored(): SignalSettings {
  try {
    const held = JSON.parse(storage.getItem(KEY) ?? '{}') as Partial<SignalSettings>
    const sounds = Object.fromEntries(SIGNALS.map((each) => [each, held.sounds?.[each] ?? usual.sounds[each]]))
    return { ...usual, ...held, sounds: sounds as SignalSettings['sounds'] }
  } catch {
    return structuredClone(usual) // written by another version
  }
}

export const signalSettings = reactive(stored())
watch(signalSettings, (next) => storage.setItem(KEY, JSON.stringify(next)))
window.addEventListener('storage', ({ key }) => {
  if (key === KEY) Object.assign(signalSettings, stored())
})
