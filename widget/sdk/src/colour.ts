/** `#rgb` and `#rrggbb` as `#rrggbb`; null for anything else. */
export function hexColour(given: unknown): string | null {
  const match = typeof given === 'string' ? /^#(?:([\da-f]{3})|([\da-f]{6}))$/i.exec(given.trim()) : null
  if (match === null) return null
  const digits = match[2] ?? [...(match[1] ?? '')].map((digit) => digit + digit).join('')
  return `#${digits.toLowerCase()}`
}

/** How bright a colour is to the eye, 0 to 1 (WCAG 2.2, relative luminance). */
export function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = parseInt(hex.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** White or black, whichever reads better on the colour: one of them always has at least 4.5:1. */
export function inkOn(hex: string): '#ffffff' | '#000000' {
  const light = luminance(hex)
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000'
}
