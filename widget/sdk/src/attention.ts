import type { NotifyingState } from './bridge.js'
import { badgeText } from './view.js'
import type { EngineWords } from './engine-words.js'

const FLASH_EVERY_MS = 1_500

/** Calls the visitor back to a tab that they cannot see: the title takes turns with what is new. */
export class TitleFlash {
  private timer: ReturnType<typeof setInterval> | undefined
  private title = ''
  private shown = ''

  constructor(private readonly words: () => EngineWords) {
    document.addEventListener('visibilitychange', this.seen)
  }

  show(count: number): void {
    this.stop()
    if (count === 0 || !document.hidden) return
    this.title = document.title
    this.turn(count)
    this.timer = setInterval(() => this.turn(count), FLASH_EVERY_MS)
  }

  destroy(): void {
    this.stop()
    document.removeEventListener('visibilitychange', this.seen)
  }

  /** A title that the page has changed meanwhile is the one to come back to. */
  private turn(count: number): void {
    if (document.title !== this.shown) this.title = document.title
    const isFlashing = this.shown !== '' && document.title === this.shown
    this.shown = isFlashing ? '' : `(${badgeText(count)}) ${this.words().newMessage}`
    document.title = isFlashing ? this.title : this.shown
  }

  private stop(): void {
    clearInterval(this.timer)
    if (this.shown !== '' && document.title === this.shown) document.title = this.title
    this.shown = ''
  }

  private readonly seen = (): void => {
    if (!document.hidden) this.stop()
  }
}

/** Notices of the browser, which only the page itself may ask for: a frame of another site may not. */
export const notifying: {
  state: () => NotifyingState
  ask: () => Promise<NotifyingState>
  show: (notice: { title: string; body: string; onClick: () => void }) => void
} = {
  state: () => {
    if (typeof Notification === 'undefined' || !isSecureContext) return 'absent'
    if (Notification.permission === 'default') return 'off'
    return Notification.permission === 'granted' ? 'on' : 'refused'
  },
  ask: async () => {
    if (notifying.state() === 'off') await Notification.requestPermission()
    return notifying.state()
  },
  show: ({ title, body, onClick }) => {
    if (notifying.state() !== 'on' || !document.hidden) return
    try {
      const notice = new Notification(title, { body, tag: 'parley' })
      notice.onclick = () => {
        window.focus()
        notice.close()
        onClick()
      }
    } catch {
      // Chrome on Android shows notices by a service worker only, and that is the site's to have.
    }
  },
}
