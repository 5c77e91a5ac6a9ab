const NARROW = '(max-width: 599.98px)'
/** Marks the step in the page's history that an open chat takes on a phone. */
const STEP = 'parleyOpen'

/**
 * On a phone an open chat fills the screen: it stays above the keyboard, the page behind it does not scroll, and the back
 * button closes it instead of leaving the page.
 */
export class PhoneScreen {
  private isOpen = false
  private overflow = ''

  constructor(
    private readonly doors: {
      fit: (area: { top: number; height: number } | null) => void
      close: () => void
    },
  ) {}

  readonly isNarrow = (): boolean => matchMedia(NARROW).matches

  entered(): void {
    if (this.isOpen || !this.isNarrow()) return
    this.isOpen = true
    const { style } = document.documentElement
    this.overflow = style.overflow
    style.overflow = 'hidden'
    // What a router keeps in its state stays there: it sees the same page again when the step is taken back.
    history.pushState({ ...(history.state as object | null), [STEP]: true }, '')
    addEventListener('popstate', this.wentBack)
    visualViewport?.addEventListener('resize', this.fit)
    visualViewport?.addEventListener('scroll', this.fit)
    this.fit()
  }

  left(): void {
    if (!this.isOpen) return
    this.isOpen = false
    document.documentElement.style.overflow = this.overflow
    removeEventListener('popstate', this.wentBack)
    visualViewport?.removeEventListener('resize', this.fit)
    visualViewport?.removeEventListener('scroll', this.fit)
    this.doors.fit(null)
    if (isOurStep()) history.back()
  }

  private readonly wentBack = (): void => {
    if (!isOurStep()) this.doors.close()
  }

  private readonly fit = (): void => {
    const area = visualViewport
    if (area === null || area.scale !== 1) return this.doors.fit(null) // zoomed in: it says something else then
    this.doors.fit({ top: area.offsetTop, height: area.height })
  }
}

const isOurStep = (): boolean => (history.state as Record<string, unknown> | null)?.[STEP] === true
