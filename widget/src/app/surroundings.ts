import type { KeptStorage } from '@parley/shared/kernel/safe-storage'
import { safeStorage } from '@parley/shared/kernel/safe-storage'
import { shallowReactive } from 'vue'
import type { ParleyEvents } from '../../sdk/src/api'
import type { FrameCall, FrameSettings, NotifyingState } from '../../sdk/src/bridge'

/** Another tab, or the page around, has changed what is stored. */
export interface StorageChange {
  key: string | null
  newValue: string | null
}

/** What the chat stands in: a page of its own, or a page of somebody else's with the loader between. */
export interface Surroundings {
  isEmbedded: boolean
  storage: { lasting: KeptStorage; ofTab: KeptStorage }
  state: {
    isShown: boolean
    /** Rises whenever the chat is opened by somebody who wants to write. */
    openings: number
    notifying: NotifyingState
  }
  emit: <Name extends keyof ParleyEvents>(name: Name, detail: ParleyEvents[Name]) => void
  close: () => void
  /** A fresh token from the site; null when it has none. */
  askForToken: () => Promise<string | null>
  askToNotify: () => void
  notify: (title: string, body: string) => void
  tellContact: (contact: { name: string; isIdentified: boolean } | null) => void
  tellColour: (colour: string | null) => void
  onStorageChange: (take: (change: StorageChange) => void) => void
  onCall: (take: (call: FrameCall) => Promise<void>) => void
  onSettings: (take: (settings: FrameSettings) => void) => void
}

/** On a page of its own everything is the page's, and nobody outside is to be told. */
export function pageOfItsOwn(): Surroundings {
  const state = shallowReactive({ isShown: true, openings: 0, notifying: ownNotifying() })
  return {
    isEmbedded: false,
    storage: { lasting: safeStorage(() => localStorage), ofTab: safeStorage(() => sessionStorage) },
    state,
    emit: () => undefined,
    close: () => undefined,
    askForToken: () => Promise.resolve(null),
    askToNotify: () => void Notification.requestPermission().then(() => (state.notifying = ownNotifying())),
    notify: (title, body) => {
      try {
        if (state.notifying === 'on' && document.hidden) new Notification(title, { body, tag: 'parley' })
      } catch {
        // Chrome on Android shows notices by a service worker only.
      }
    },
    tellContact: () => undefined,
    tellColour: () => undefined,
    onStorageChange: (take) => addEventListener('storage', take),
    onCall: () => undefined,
    onSettings: () => undefined,
  }
}

function ownNotifying(): NotifyingState {
  if (typeof Notification === 'undefined' || !isSecureContext) return 'absent'
  if (Notification.permission === 'default') return 'off'
  return Notification.permission === 'granted' ? 'on' : 'refused'
}
