const WHITE = '#ffffff'
const BLACK = '#000000'

/** The relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** White or black, whichever reads better on a ground, as the widget does it: one of them always has at least 4.5:1. */
export function inkOn(ground: string): { ink: string; ratio: number } {
  const [onWhite, onBlack] = [contrast(ground, WHITE), contrast(ground, BLACK)]
  return onWhite >= onBlack ? { ink: WHITE, ratio: onWhite } : { ink: BLACK, ratio: onBlack }
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)
