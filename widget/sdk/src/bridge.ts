// What the page and the frame say to each other. It stays compatible within a major version: the page may hold an older or a
// newer loader than the server.

import type { ParleyEvents } from './api.js'

export const BRIDGE_VERSION = 1

type Pairs = readonly (readonly [key: string, value: string])[]

/** What the frame is told about its surroundings, at first and whenever it changes. */
export interface FrameSettings {
  locale: string
  /** Older loaders say nothing of it. */
  direction?: 'ltr' | 'rtl'
  mode: 'auto' | 'light' | 'dark'
  /** `#rrggbb`; null: the channel's. */
  color: string | null
  isInline: boolean
}

/** The one message by `postMessage`, to the frame's exact origin; the port that comes with it carries all others. */
export interface Hello {
  parley: 'hello'
  version: typeof BRIDGE_VERSION
  settings: FrameSettings
  /** What the page's own storage holds for this channel. */
  lasting: Pairs
  ofTab: Pairs
  isShown: boolean
  notifying: NotifyingState
}

export type FrameCall =
  /** `isRenewable`: the page can be asked for another token when this one has expired. */
  | { method: 'identify'; token: string; isRenewable: boolean }
  | { method: 'logout' }
  | { method: 'setAttributes'; attributes: Record<string, unknown> }
  | { method: 'send'; offered: Record<string, unknown> }

export type ToFrame =
  | { type: 'settings'; settings: FrameSettings }
  | { type: 'shown'; isShown: boolean; takesFocus: boolean }
  | { type: 'call'; id: number; call: FrameCall }
  /** Another tab, or the page, holds something else than the frame thought. */
  | { type: 'stored'; area: StorageArea; key: string; value: string | null }
  | { type: 'token'; id: number; token: string | null }
  | { type: 'notifying'; state: NotifyingState }

export type StorageArea = 'lasting' | 'ofTab'
/** Whether the page may show notifications: `absent` where the browser has none. */
export type NotifyingState = 'absent' | 'off' | 'on' | 'refused'

export type FromFrame =
  /** `color` is the channel's own; null while it is not known. */
  | { type: 'ready'; version: string }
  | { type: 'look'; color: string | null }
  | { type: 'answer'; id: number; error: string | null }
  /** `expected` is what the frame thinks is stored: if it is not, the page says so instead of writing. */
  | { type: 'store'; area: StorageArea; key: string; value: string | null; expected: string | null }
  | { type: 'event'; name: keyof ParleyEvents; detail: Record<string, unknown> }
  | { type: 'contact'; contact: { name: string; isIdentified: boolean } | null }
  | { type: 'close' }
  | { type: 'token'; id: number }
  | { type: 'notify'; title: string; body: string }
  | { type: 'askToNotify' }
