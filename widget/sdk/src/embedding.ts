import type { ParleyIdentity, ParleyOptions } from './api.js'
import type { FrameSettings } from './bridge.js'
import type { Emitter } from './emitter.js'
import type { Engine, EngineDoors } from './engine.js'
import { failure, OwnPromise } from './own.js'
import type { Settings } from './settings.js'
import { withOptions } from './settings.js'
import { Summons, when } from './summons.js'
import { forget, hasThread } from './traces.js'
import { View } from './view.js'
import { directionFor, languageFor, wordsFor } from './words.js'

const DEFAULT_COLOUR = '#0e6464'
/** Whoever has opened a chat that did not come waits for it. */
const AGAIN_AFTER_MS = 3_000

/** Where the engine comes from: the server, or the package that a site has bundled. */
export type LoadEngine = (host: string) => Promise<{ Engine: new (doors: EngineDoors) => Engine }>

/** One chat on this page, from boot to destroy. Until somebody reaches for it, it is a button and nothing else. */
export class Embedding {
  isOpen = false
  unread = 0
  engine: Engine | undefined
  #loading: Promise<Engine> | undefined
  #isFrameThere = false
  #isGone = false
  #channelColour: string | null = null
  #isLauncherWanted = true
  #focusBefore: HTMLElement | null = null
  readonly #waiting: (() => void)[] = []
  readonly #prefix: string
  readonly #address: string
  readonly #view: View
  readonly #summons: Summons
  readonly #systemMode = matchMedia('(prefers-color-scheme: dark)')

  constructor(
    private settings: Settings,
    private readonly emitter: Emitter,
    private readonly loadEngine: LoadEngine,
  ) {
    const { channel, host, container } = settings
    this.#prefix = `parley:${channel}:`
    this.#address = `${host}/c/${channel}`
    this.#view = new View(settings)
    this.#view.frame.addEventListener('load', () => (this.#isFrameThere = this.#loading !== undefined))
    this.#summons = new Summons(this.#view.launcher, {
      selector: () => this.settings.launcher,
      press: () => this.toggle(),
      reach: () => this.settings.load === 'interaction' && this.#load(),
    })
    this.#systemMode.addEventListener('change', this.#dress)
    document.addEventListener('keydown', this.#pressed)
    this.#dress()
    when(this.#loadsBeforeAsked(), () => this.#load())
    if (container === null) return
    this.isOpen = true
    this.#view.setOpen({ isOpen: true })
  }

  get language(): string {
    return languageFor(this.settings.locale)
  }

  open(): void {
    const wasOpen = this.isOpen
    this.isOpen = true
    this.#load()
    this.#permit()
    if (!wasOpen) {
      this.#focusBefore = document.activeElement as HTMLElement | null
      this.#view.setOpen({ isOpen: true })
      this.emitter.emit('open', {})
    }
    this.#view.frame.focus({ preventScroll: true })
    this.engine?.shown(this)
  }

  close(): void {
    if (!this.isOpen || this.isInline) return
    this.isOpen = false
    this.#view.setOpen({ isOpen: false })
    this.engine?.hidden()
    const back = this.#view.launcher.hidden ? this.#focusBefore : this.#view.launcher
    back?.focus({ preventScroll: true })
    this.emitter.emit('close', {})
  }

  toggle(): void {
    if (this.#isGone) return
    return this.isOpen ? this.close() : this.open()
  }

  showLauncher({ isShown }: { isShown: boolean }): void {
    this.#isLauncherWanted = isShown
    this.#dress()
  }

  update(options: ParleyOptions): void {
    const hadConsent = this.settings.hasConsent
    this.settings = withOptions(this.settings, options)
    if (!hadConsent) this.#permit()
    if (hadConsent && !this.settings.hasConsent) {
      this.engine?.forbid()
      forget(this.#prefix)
    }
    this.#dress()
  }

  identify(identity: ParleyIdentity): Promise<void> {
    if (this.settings.load !== 'manual') this.#load()
    return this.#whenLoaded((engine) => {
      this.#permit() // the site knows this visitor by itself
      return engine.identify(identity)
    })
  }

  async logout(): Promise<void> {
    if (this.#loading === undefined) return forget(this.#prefix)
    await (await this.#loading).logout()
  }

  tell(what: 'setAttributes' | 'send', value: object): Promise<void> {
    if (what === 'send') this.open()
    return this.#whenLoaded((engine) => engine[what](value as Record<string, unknown>))
  }

  destroy(): void {
    this.close()
    this.#isGone = true
    this.#systemMode.removeEventListener('change', this.#dress)
    document.removeEventListener('keydown', this.#pressed)
    this.#summons.destroy()
    this.engine?.destroy()
    this.#view.element.remove()
  }

  get isInline(): boolean {
    return this.settings.container !== null
  }

  /** The frame and its engine come side by side. */
  #load(): void {
    if (this.#loading !== undefined || this.#isGone) return
    this.#loading = this.#start()
    this.#loading.catch(() => {
      this.#loading = undefined // the next one who reaches for it tries again
      this.#view.frame.remove() // what the browser says of a page that did not come
      setTimeout(() => this.isOpen && this.#load(), AGAIN_AFTER_MS)
      this.emitter.emit('error', { code: 'unreachable' })
    })
    this.#view.load(`${this.#address}?page=${encodeURIComponent(location.origin)}`)
    for (const waiting of this.#waiting.splice(0)) waiting()
  }

  async #start(): Promise<Engine> {
    const { Engine } = await this.loadEngine(this.settings.host)
    if (this.#isGone) throw failure('destroyed')
    const engine = new Engine({
      frame: this.#view.frame,
      isFrameThere: this.#isFrameThere,
      host: this.settings.host,
      address: this.#address,
      storagePrefix: this.#prefix,
      emitter: this.emitter,
      settings: () => this.#frameSettings(),
      language: () => this.language,
      open: () => this.open(),
      close: () => this.close(),
      counted: (unread) => this.#counted(unread),
      coloured: (color) => {
        this.#channelColour = color
        this.#dress()
      },
      launchers: () => this.settings.launcher,
    })
    this.engine = engine
    if (this.isOpen) engine.shown(this)
    if (this.isOpen || engine.isKnownHere) this.#permit()
    return engine
  }

  #permit(): void {
    if (this.settings.hasConsent) this.engine?.permit()
  }

  /** What is said to a chat that nobody has reached for waits until somebody does, but whoever said it need not. */
  #whenLoaded(run: (engine: Engine) => Promise<void>): Promise<void> {
    if (this.#loading !== undefined) return this.#loading.then(run)
    const complain = (error: { code?: string }) => this.emitter.emit('error', { code: error.code ?? 'unreachable' })
    this.#waiting.push(() => void this.#loading?.then(run).catch(complain))
    return OwnPromise.resolve()
  }

  /** As the page wishes, and for a visitor to whom a reply may have come. */
  #loadsBeforeAsked(): Settings['load'] {
    const { load } = this.settings
    return load === 'interaction' && hasThread(this.#prefix) ? 'idle' : load
  }

  #counted(unread: number): void {
    this.unread = unread
    this.#view.setUnread(unread)
  }

  #direction(): 'ltr' | 'rtl' {
    return directionFor(this.settings.direction, this.language)
  }

  #frameSettings(): FrameSettings {
    const { mode, color } = this.settings
    return { locale: this.language, direction: this.#direction(), mode, color, isInline: this.isInline }
  }

  readonly #dress = (): void => {
    const { settings, language } = this
    const direction = this.#direction()
    this.#view.dress({
      ...settings,
      position: settings.position ?? (direction === 'rtl' ? 'left' : 'right'),
      color: settings.color ?? this.#channelColour ?? DEFAULT_COLOUR,
      isDark: settings.mode === 'dark' || (settings.mode === 'auto' && this.#systemMode.matches),
      direction,
      words: wordsFor(language),
    })
    this.#view.setLauncherShown({ isShown: this.#isLauncherWanted && settings.launcher === null })
    this.engine?.dressed()
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) this.close()
  }
}
