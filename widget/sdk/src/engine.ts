import type { ParleyIdentity, ParleyState } from './api.js'
import { notifying, TitleFlash } from './attention.js'
import type { FrameCall, FrameSettings, FromFrame } from './bridge.js'
import type { Emitter } from './emitter.js'
import { engineWordsFor } from './engine-words.js'
import type { EngineWords } from './engine-words.js'
import { FrameLink } from './frame-link.js'
import { failure, own } from './own.js'
import { PageStorage } from './page-storage.js'
import { PhoneScreen } from './phone-screen.js'

export interface EngineDoors {
  frame: HTMLIFrameElement
  /** Whether the frame's document has loaded before anybody listened. */
  isFrameThere: boolean
  host: string
  /** The same chat on a page of its own. */
  address: string
  storagePrefix: string
  emitter: Emitter
  settings: () => FrameSettings
  language: () => string
  open: () => void
  close: () => void
  counted: (unread: number) => void
  /** The channel's own colour is known. */
  coloured: (color: string | null) => void
  /** The page's own launchers. */
  launchers: () => string | false | null
}

/** What works behind an opened chat: the frame's link to the page. It is loaded with the frame, not with the page. */
export class Engine {
  contact: ParleyState['contact'] = null
  version = ''
  private isShown = false
  private unread = 0
  private readonly panel: HTMLElement
  private readonly storage: PageStorage
  private readonly link: FrameLink
  private readonly phone: PhoneScreen
  private readonly flash: TitleFlash

  constructor(private readonly doors: EngineDoors) {
    this.storage = new PageStorage(doors.storagePrefix, ({ key, value }) =>
      this.link.post({ type: 'stored', area: 'lasting', key, value }),
    )
    this.link = new FrameLink(doors, {
      storage: this.storage,
      settings: doors.settings,
      isShown: () => this.isShown,
      take: (message) => this.take(message),
      onSilence: () => this.fellSilent(),
    })
    this.panel = doors.frame.parentElement as HTMLElement
    this.phone = new PhoneScreen({ close: doors.close, fit: (area) => fit(this.panel, area) })
    this.flash = new TitleFlash(() => this.words)
  }

  get isReady(): boolean {
    return this.link.isReady
  }

  /** They chatted here before: then there is nothing new to store. */
  get isKnownHere(): boolean {
    return this.storage.all('lasting').length > 0
  }

  shown({ isInline }: { isInline: boolean }): void {
    this.isShown = true
    if (!isInline) this.phone.entered()
    this.link.post({ type: 'shown', isShown: true, takesFocus: !isInline })
    this.markLaunchers()
  }

  hidden(): void {
    this.isShown = false
    this.phone.left()
    this.link.post({ type: 'shown', isShown: false, takesFocus: false })
    this.markLaunchers()
  }

  permit(): void {
    this.storage.permit()
  }

  forbid(): void {
    this.storage.forbid()
  }

  dressed(): void {
    this.link.post({ type: 'settings', settings: this.doors.settings() })
  }

  async identify(given: ParleyIdentity): Promise<void> {
    const { token, getToken } = own(given)
    this.link.getToken = getToken
    const first: unknown = token ?? (await getToken?.())
    if (typeof first !== 'string' || first === '') throw failure('bad_options')
    return this.call({ method: 'identify', token: first, isRenewable: getToken !== undefined })
  }

  async logout(): Promise<void> {
    this.link.getToken = undefined
    await this.call({ method: 'logout' })
  }

  setAttributes(attributes: Record<string, unknown>): Promise<void> {
    return this.call({ method: 'setAttributes', attributes: { ...own(attributes) } })
  }

  send(offered: object): Promise<void> {
    return this.call({ method: 'send', offered: { ...own(offered) } })
  }

  destroy(): void {
    this.phone.left()
    this.flash.destroy()
    this.storage.destroy()
    this.link.destroy()
  }

  private get words(): EngineWords {
    return engineWordsFor(this.doors.language())
  }

  private call(call: FrameCall): Promise<void> {
    return this.link.call(call)
  }

  private take(message: FromFrame): void {
    const { doors } = this
    switch (message.type) {
      case 'ready':
        this.version = message.version
        return doors.emitter.emit('ready', { version: message.version })
      case 'look':
        return doors.coloured(message.color)
      case 'contact':
        this.contact = message.contact
        return
      case 'close':
        return doors.close()
      case 'askToNotify':
        return void notifying.ask().then((state) => this.link.post({ type: 'notifying', state }))
      case 'notify':
        return notifying.show({ title: message.title, body: message.body, onClick: doors.open })
      case 'event':
        if (message.name === 'unread') this.counted(Number(message.detail['count']))
        return doors.emitter.emit(message.name, message.detail as never)
      default: // from a newer frame: what this page does not know it does without
    }
  }

  private counted(count: number): void {
    this.unread = count
    this.doors.counted(count)
    this.flash.show(count)
    this.markLaunchers()
  }

  /** The page's own launchers can show how things stand by these attributes. */
  private markLaunchers(): void {
    const selector = this.doors.launchers()
    if (typeof selector !== 'string') return
    for (const element of document.querySelectorAll(selector)) {
      element.setAttribute('aria-expanded', String(this.isShown))
      element.setAttribute('data-parley-unread', String(this.unread))
    }
  }

  /** The frame does not answer: there is another way. */
  private fellSilent(): void {
    const { words } = this
    const { address, emitter } = this.doors
    const note = document.createElement('div')
    note.style.cssText = SILENT_STYLE
    const link = document.createElement('a')
    Object.assign(link, { href: address, target: '_blank', rel: 'noopener', textContent: words.elsewhere })
    link.style.cssText = 'display:block;padding:11px;color:#0e6464;font-weight:600'
    note.append(words.unreachable, link)
    this.panel.append(note)
    emitter.emit('error', { code: 'unreachable' })
  }
}

const SILENT_STYLE =
  'position:absolute;inset:0;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:8px;padding:32px;background:#fff;color:#1c2326;text-align:center'

/** The panel takes what a keyboard leaves of a phone's screen. */
function fit({ style }: HTMLElement, area: { top: number; height: number } | null): void {
  for (const name of ['top', 'height'] as const) {
    if (area === null) style.removeProperty(`--${name}`)
    else style.setProperty(`--${name}`, `${area[name]}px`)
  }
}
