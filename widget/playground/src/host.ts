import { reactive, watch } from 'vue'
import { PARLEY } from './parley-address'

/** Somebody who has an account at the shop. */
export interface ShopUser {
  id: string
  name: string
  level: string
}

const SIGNED_IN = 'shop:user'
/** The shop's own badge asks again this often while somebody looks. */
const ASK_EVERY_MS = 15_000
const SHORT_SECONDS = 30

/** What the shop itself knows: its users, who of them is signed in, and their unread messages by the badge endpoint. */
export const host = reactive({
  users: [] as ShopUser[],
  user: null as ShopUser | null,
  /** Null while nobody is signed in: the endpoint answers for known contacts. */
  unread: null as number | null,
  /** Tokens that end soon show how the chat asks for the next one. */
  hasShortTokens: false,
})
let token = ''

/** As the shop's server would: a token for whoever is signed in there. */
export async function tokenOf(user: ShopUser): Promise<string> {
  const lasting = host.hasShortTokens ? { expiresInSeconds: SHORT_SECONDS } : {}
  const answer = await fetch('/api/v1/demo/contact-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: user.id, ...lasting }),
  })
  if (!answer.ok) throw new Error(`No token: ${answer.status}`)
  const issued = ((await answer.json()) as { token: string }).token
  if (host.user?.id === user.id) token = issued
  return issued
}

/** Somebody signs in to the shop, or out, or somebody else does. */
export async function signInAs(id: string): Promise<void> {
  const user = host.users.find((each) => each.id === id) ?? null
  host.user = user
  token = ''
  host.unread = null
  if (user === null) {
    sessionStorage.removeItem(SIGNED_IN)
    return window.Parley('logout')
  }
  sessionStorage.setItem(SIGNED_IN, user.id)
  await window.Parley('identify', { getToken: () => tokenOf(user) })
  await askUnread()
}

/** The shop's users, and whoever was signed in before the reload. */
export async function takeUpUser(): Promise<void> {
  const answer = await fetch('/api/v1/demo/users')
  host.users = ((await answer.json()) as { users: ShopUser[] }).users
  const id = sessionStorage.getItem(SIGNED_IN)
  if (id !== null) await signInAs(id)
}

/** The badge of the shop's own page: one request, no chat needed. */
async function askUnread(): Promise<void> {
  const { user } = host
  if (user === null) return
  const bearer = token === '' ? await tokenOf(user) : token
  const answer = await fetch(`${PARLEY}/api/v1/contact/unread`, { headers: { authorization: `Bearer ${bearer}` } })
  if (answer.status === 401) token = '' // ended: the next time with a new one
  if (answer.ok && host.user === user) host.unread = ((await answer.json()) as { unread: number }).unread
}

const ask = () => void askUnread().catch(() => undefined) // the network is away: the next time
setInterval(() => document.hidden || ask(), ASK_EVERY_MS)
document.addEventListener('parley:unread', ask)
watch(() => host.user, ask)
