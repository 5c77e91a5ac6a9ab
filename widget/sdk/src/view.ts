import { inkOn } from './colour.js'
import { addStyles } from './styles.js'
import type { LauncherWords } from './words.js'

const DRAWING = 'http://www.w3.org/2000/svg'
const BUBBLE = 'M4 5h16v11H9l-5 4z'
const CHEVRON = 'm6 9 6 6 6-6'

/** How everything is placed and coloured. */
export interface Look {
  position: 'left' | 'right'
  x: number
  y: number
  zIndex: number
  color: string
  isDark: boolean
  direction: 'ltr' | 'rtl'
  words: LauncherWords
}

/** A number on a badge: nobody counts further than 99. */
export const badgeText = (count: number): string => (count > 99 ? '99+' : String(count))

/** The launcher and the panel, in a shadow root of their own. It shows what it is told and knows nothing else. */
export class View {
  readonly element = document.createElement('parley-widget')
  readonly launcher = make('button', 'launcher')
  readonly frame = make('iframe', '')
  readonly #root = make('div', 'root')
  readonly #panel = make('div', 'panel')
  readonly #badge = make('span', 'badge')
  readonly #status = make('span', 'status')
  #words: LauncherWords | undefined
  #count = 0
  #isOpen = false

  constructor(options: { container: Element | null; nonce: string | undefined }) {
    const isInline = options.container !== null
    this.launcher.type = 'button'
    this.launcher.append(drawing('chat', BUBBLE), drawing('shut', CHEVRON), this.#badge)
    this.launcher.setAttribute('aria-haspopup', 'dialog')
    this.#status.setAttribute('role', 'status')
    this.#panel.setAttribute('role', isInline ? 'region' : 'dialog')
    this.frame.allow = 'autoplay; clipboard-write'
    this.#root.append(this.#panel, this.#status)
    if (isInline) {
      this.#root.classList.add('inline')
      this.element.style.cssText = 'display:block!important;height:100%!important'
    } else this.#root.prepend(this.launcher)
    const shadow = this.element.attachShadow({ mode: 'open' })
    shadow.append(this.#root)
    addStyles(shadow, options.nonce)
    // Not in the body: a site that swaps its body on navigation would take the chat with it, and the frame would load again.
    ;(options.container ?? document.documentElement).append(this.element)
  }

  dress(look: Look): void {
    const { classList, style } = this.#root
    this.#words = look.words
    this.#root.dir = look.direction
    classList.toggle('left', look.position === 'left')
    classList.toggle('right', look.position === 'right')
    classList.toggle('dark', look.isDark)
    style.setProperty('--x', `${look.x}px`)
    style.setProperty('--y', `${look.y}px`)
    style.setProperty('--z', String(look.zIndex))
    style.setProperty('--brand', look.color)
    style.setProperty('--ink', inkOn(look.color))
    this.#label()
  }

  /** The frame stands in the page only from here on: making its empty document takes a slow phone as long as all else together. */
  load(address: string): void {
    this.frame.src = address
    this.#panel.append(this.frame)
  }

  setLauncherShown(shown: { isShown: boolean }): void {
    this.launcher.hidden = !shown.isShown
    this.#root.classList.toggle('bare', !shown.isShown)
  }

  setOpen(open: { isOpen: boolean }): void {
    this.#isOpen = open.isOpen
    this.#root.classList.toggle('open', open.isOpen)
    this.#label()
  }

  setUnread(count: number): void {
    // A count that falls is said too: what was read just before the chat was closed still counts for a moment.
    if (count !== this.#count && !this.#isOpen && this.#words !== undefined) {
      this.#status.textContent = count > 0 ? this.#words.unread(badgeText(count)) : ''
    }
    this.#count = count
    this.#label()
  }

  #label(): void {
    const words = this.#words
    const count = this.#count
    const isOpen = this.#isOpen
    if (words === undefined) return
    const name = isOpen ? words.close : words.open
    const text = badgeText(count)
    this.launcher.setAttribute('aria-label', count > 0 && !isOpen ? `${name}, ${words.unread(text)}` : name)
    this.launcher.setAttribute('aria-expanded', String(isOpen))
    this.#badge.hidden = count === 0 || isOpen
    this.#badge.textContent = text
    this.#panel.setAttribute('aria-label', words.chat)
    this.frame.title = words.chat
  }
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.className = className
  return element
}

function drawing(className: string, path: string): SVGElement {
  const svg = drawn('svg', { class: className, viewBox: '0 0 24 24' })
  svg.append(drawn('path', { d: path }))
  return svg
}

function drawn(name: 'svg' | 'path', attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(DRAWING, name)
  for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key] ?? '')
  return element
}
