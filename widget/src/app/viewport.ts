/**
 * Phones whose keyboard covers the page instead of shrinking it: the page takes the height that is left. Zoomed in, the
 * visual viewport says something else, and the page stays as it is.
 */
export function fitAboveKeyboard(): void {
  const viewport = window.visualViewport
  if (viewport === null) return
  const fit = () => {
    const isCovered = viewport.scale === 1 && window.innerHeight - viewport.height > 80
    document.documentElement.style.setProperty('--page-height', isCovered ? `${viewport.height}px` : '100dvh')
    if (isCovered) window.scrollTo(0, 0)
  }
  viewport.addEventListener('resize', fit)
}
