export const DEMO_CHANNEL_KEY = 'demo'

/** A contact with an account of their own: known to everybody, as the demo's staff are. */
export const DEMO_CONTACT = { login: 'test', password: 'test', name: 'Contact 01' }

/** Somebody who is signed in to the playground's shop (C9). */
export interface DemoUser {
  id: string
  name: string
  level: string
  attributes: Record<string, string | number | boolean>
}

const LEVELS = ['standard', 'silver', 'gold'] as const

/** Nine of them, whom nobody could take for real. */
export const DEMO_USERS: readonly DemoUser[] = Array.from({ length: 9 }, (_, index) => ({
  id: `demo-user-${index + 1}`,
  name: `User 0${index + 1}`,
  level: LEVELS[index % LEVELS.length] ?? 'standard',
  attributes: { orders: (index * 7) % 12, trial: index % 4 === 3 },
}))
