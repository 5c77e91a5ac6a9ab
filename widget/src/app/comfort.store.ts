import type { KeptStorage } from '@parley/shared/kernel/safe-storage'
import { shallowReactive } from 'vue'

/** How a visitor wants to be called back: kept on their device. Sound is on until they mute it, notices off until they ask. */
export class ComfortStore {
  readonly state = shallowReactive({ isSoundOn: true, isNotifyingOn: false })

  constructor(
    private readonly storage: KeptStorage,
    private readonly key: string,
  ) {
    const kept = storage.getItem(key)
    if (kept === null) return
    this.state.isSoundOn = !kept.includes('mute')
    this.state.isNotifyingOn = kept.includes('notify')
  }

  toggleSound(): void {
    this.state.isSoundOn = !this.state.isSoundOn
    this.keep()
  }

  toggleNotifying(): void {
    this.state.isNotifyingOn = !this.state.isNotifyingOn
    this.keep()
  }

  private keep(): void {
    const { isSoundOn, isNotifyingOn } = this.state
    this.storage.setItem(this.key, [isSoundOn ? '' : 'mute', isNotifyingOn ? 'notify' : ''].join(' ').trim())
  }
}
