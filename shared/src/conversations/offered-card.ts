import type { Card } from './entry.js'
import { webAddress } from './web-address.js'

const LONGEST = { title: 200, description: 500, price: 50, image: 2_000, url: 2_000 } as const
const ADDRESSES: readonly string[] = ['image', 'url']

/**
 * The card that a page offers to its visitor, by `Parley('send', { type: 'card', … })`; null when it is none. What the `Card`
 * schema says once more without it: the visitor's page holds no schemas, and shows nothing that the server would refuse.
 */
export function offeredCard(offered: unknown): Card | null {
  if (typeof offered !== 'object' || offered === null || (offered as { type?: unknown }).type !== 'card') return null
  const fields = Object.entries(offered).filter(([name, value]) => name !== 'type' && value !== undefined)
  const isCard = fields.every(([name, value]) => isField(name, value)) && fields.some(([name]) => name === 'title')
  return isCard ? (Object.fromEntries(fields) as Card) : null
}

function isField(name: string, value: unknown): boolean {
  if (!(name in LONGEST) || typeof value !== 'string') return false
  if (value.length > LONGEST[name as keyof typeof LONGEST] || (name === 'title' && value === '')) return false
  return !ADDRESSES.includes(name) || (webAddress(value) !== undefined && URL.canParse(value))
}
