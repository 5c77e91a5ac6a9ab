/** How the chat looks on the page. */
export interface ParleyTheme {
  /** `auto` (the default) follows the visitor's system. */
  mode?: 'auto' | 'light' | 'dark'
  /** `#rgb` or `#rrggbb`: launcher, header, own messages. The colour of the words on it is computed. */
  color?: string
  /** The corner. Absent: where lines end on the page, right in most languages. */
  position?: 'left' | 'right'
  /** Pixels from the edges, 20 by default. */
  offset?: number | { x?: number; y?: number }
  zIndex?: number
}

/** Who the visitor is to your site: a token that your server made with `@parley/token`. */
export interface ParleyIdentity {
  token?: string
  /** Asked at once, and again whenever the token it gave has expired. */
  getToken?: () => string | Promise<string>
}

export interface ParleyOptions {
  /** A language tag; `auto` (the default) is the page's language, then the browser's. */
  locale?: string
  /** Where lines begin: `auto` (the default) is as the page's `dir` and the language say. The chat is mirrored for `rtl`. */
  direction?: 'auto' | 'ltr' | 'rtl'
  theme?: ParleyTheme
  /** Your own button or buttons, by selector, instead of ours; `false` for none. */
  launcher?: string | false
  /** Nothing is stored in the browser while this is `false`. */
  consent?: boolean
}

export interface ParleyBoot extends ParleyOptions {
  /** The channel's key, from its page in the console. */
  channel: string
  /** Where Parley runs, such as `https://support.example.com`. The script tag knows it from its own address. */
  host?: string
  /** An element that holds the chat for good, by selector or itself: no launcher then. */
  container?: string | Element
  /**
   * When the chat's own files are loaded. `interaction` (the default): when the visitor reaches for the launcher, or has a
   * conversation to come back to. `idle`: when the page has nothing else to do. `now`. `manual`: not before it is opened.
   */
  load?: 'now' | 'idle' | 'interaction' | 'manual'
  /** For the style element that browsers without constructable style sheets need. */
  nonce?: string
  identity?: ParleyIdentity
}

/** What the page hears. No event carries words of a conversation: every script on the page can hear them. */
export interface ParleyEvents {
  ready: { version: string }
  open: Record<string, never>
  close: Record<string, never>
  unread: { count: number }
  'message:received': { messageId: string; author: string; at: string }
  'message:sent': { messageId: string; at: string }
  'message:failed': { code: string }
  'conversation:started': { conversationId: string }
  'conversation:ended': { conversationId: string; reason: string }
  'identity:expired': Record<string, never>
  error: { code: string }
}
export type ParleyEvent = keyof ParleyEvents
export type ParleyListener<Name extends ParleyEvent> = (detail: ParleyEvents[Name]) => void

/** What `get` answers. */
export interface ParleyState {
  unread: number
  isOpen: boolean
  isReady: boolean
  /** Null before there is one. */
  contact: { name: string; isIdentified: boolean } | null
  locale: string
  version: string
}

/** What a page offers to its visitor: a product, an order. The visitor sees it and sends it, or does not. */
export interface ParleyCard {
  type: 'card'
  title: string
  description?: string
  /** As you word it, currency included. */
  price?: string
  /** http or https; drawn where the installation allows its origin. */
  image?: string
  /** http or https. */
  url?: string
}

type Attributes = Record<string, string | number | boolean | null>

/** Every call. Each may be made before the chat is there: it then waits. Each gives a promise, and rejects with `ParleyError`. */
export interface ParleyCalls {
  boot: (options: ParleyBoot) => Promise<void>
  /** From now on the visitor is who the token says; nothing of somebody identified before remains. */
  identify: (identity: ParleyIdentity) => Promise<void>
  /** Forgets who the visitor is, on this device. */
  logout: () => Promise<void>
  /** Takes everything off the page. The visitor's session stays for the next boot. */
  destroy: () => Promise<void>
  open: () => Promise<void>
  close: () => Promise<void>
  toggle: () => Promise<void>
  /** Shows the launcher. */
  show: () => Promise<void>
  /** Hides the launcher. */
  hide: () => Promise<void>
  update: (options: ParleyOptions) => Promise<void>
  setLocale: (locale: string) => Promise<void>
  setTheme: (theme: ParleyTheme) => Promise<void>
  /** What agents should know, such as the plan or the page. It is shown as said by the page, not as proved. */
  setAttributes: (attributes: Attributes) => Promise<void>
  /** Opens the chat and shows the card with Send and Discard; `bad_options` for what is none. */
  send: (card: ParleyCard) => Promise<void>
  /** Calls back at once when there is something to tell already: `ready`, `unread`. */
  on: <Name extends ParleyEvent>(name: Name, listener: ParleyListener<Name>) => Promise<void>
  once: <Name extends ParleyEvent>(name: Name, listener: ParleyListener<Name>) => Promise<void>
  off: <Name extends ParleyEvent>(name: Name, listener: ParleyListener<Name>) => Promise<void>
  get: <Name extends keyof ParleyState>(name: Name) => Promise<ParleyState[Name]>
}
export type ParleyCall = keyof ParleyCalls

/** `Parley('open')` and `Parley.open()` are the same. */
export type ParleyApi = ParleyCalls & {
  <Name extends keyof ParleyState>(name: 'get', what: Name): Promise<ParleyState[Name]>
  <Name extends ParleyEvent>(name: 'on' | 'once' | 'off', event: Name, listener: ParleyListener<Name>): Promise<void>
  <Name extends ParleyCall>(name: Name, ...args: Parameters<ParleyCalls[Name]>): ReturnType<ParleyCalls[Name]>
}

/**
 * Why a call could not be done: `not_booted_here` (no browser), `unknown_call`, `bad_options`, `unreachable`, `expired`, or a
 * code of the server such as `unauthenticated`.
 */
export interface ParleyError extends Error {
  code: string
}
