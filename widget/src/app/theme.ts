import { hexColour, inkOn } from '../../sdk/src/colour'

const system = matchMedia('(prefers-color-scheme: dark)')
let chosen: 'auto' | 'light' | 'dark' = 'auto'

/** Light or dark; `auto` is as the system says, also when the system changes its mind. */
export function setTheme(mode: 'auto' | 'light' | 'dark'): void {
  chosen = mode
  apply()
}

/** The colour of the site or the channel, and words that can be read on it. */
export function setBrand(colour: string | null): void {
  const brand = hexColour(colour)
  const { style } = document.documentElement
  if (brand === null) return
  style.setProperty('--brand', brand)
  const ink = inkOn(brand)
  style.setProperty('--brand-ink', ink)
  style.setProperty('--brand-shade', ink === '#ffffff' ? '#000000' : '#ffffff')
}

function apply(): void {
  const isDark = chosen === 'dark' || (chosen === 'auto' && system.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

system.addEventListener('change', apply)
