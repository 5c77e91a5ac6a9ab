import type { Settings } from './settings.js'

const REACHING = ['pointerenter', 'focus', 'touchstart'] as const

export interface SummonsDoors {
  /** The page's own launchers, if it has any. */
  selector: () => string | false | null
  press: () => unknown
  /** Somebody is about to press. */
  reach: () => unknown
}

/** Whatever opens the chat: our launcher, or elements of the page, also those that it adds later. */
export class Summons {
  constructor(
    launcher: HTMLElement,
    private readonly doors: SummonsDoors,
  ) {
    launcher.addEventListener('click', this.#press)
    for (const type of REACHING) launcher.addEventListener(type, this.#reach, { passive: true })
    document.addEventListener('click', this.#pressed)
    document.addEventListener('pointerover', this.#reached, { passive: true })
  }

  destroy(): void {
    document.removeEventListener('click', this.#pressed)
    document.removeEventListener('pointerover', this.#reached)
  }

  // In tasks of their own: what the browser does about a click is one already, and moving, pressing and releasing often share it.
  readonly #press = () => setTimeout(this.doors.press)
  readonly #reach = () => setTimeout(this.doors.reach)

  readonly #pressed = (event: Event): void => {
    if (!this.#isOn(event)) return
    event.preventDefault()
    this.#press()
  }

  readonly #reached = (event: Event): void => {
    if (this.#isOn(event)) this.#reach()
  }

  #isOn({ target }: Event): boolean {
    const selector = this.doors.selector()
    return typeof selector === 'string' && target instanceof Element && target.closest(selector) !== null
  }
}

/** Does it now, or when the page has come to rest, or not by itself. */
export function when(moment: Settings['load'], run: () => unknown): void {
  if (moment === 'now') run()
  if (moment !== 'idle') return
  const later = () => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 5_000 })
    else setTimeout(run, 1_000) // Safari
  }
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
