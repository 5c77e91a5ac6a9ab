import type { ContactSession } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import { SessionStore } from './session.store'

const session = (token: string, id = 'a'.repeat(24)): ContactSession => ({
  token,
  expiresAt: '2030-01-01T00:00:00.000Z',
  contact: { id, name: 'Visitor', avatarUrl: null, isIdentified: false },
  isByAccount: false,
  channel: {
    key: 'shop',
    name: 'Shop',
    greeting: { en: '', 'zh-CN': '' },
    colour: '#0f766e',
    locale: 'auto',
    allowsAnonymous: true,
    allowsAccounts: false,
  },
})

function browser() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const silentSite = {
  askForToken: () => Promise.resolve(null),
  onExpired: () => undefined,
  look: () => Promise.resolve(session('').channel),
}

const begun = (token: string, id?: string) => ({ session: session(token, id), clockAheadMs: 0 })

describe("a visitor's session", () => {
  it('is continued with the token of the last visit', async () => {
    const storage = browser()
    const tokens: (string | undefined)[] = []
    const open = () =>
      new SessionStore({
        ...silentSite,
        channelKey: 'shop',
        storage,
        begin: async ({ token }) => {
          tokens.push(token)
          return begun(`token-${tokens.length}`)
        },
      })
    await open().begin()
    const second = open()
    expect(second.isReturning).toBe(true)
    await second.begin()
    expect(tokens).toEqual([undefined, 'token-1'])
    expect(second.state.session?.token).toBe('token-2')
  })

  it('is one for tabs that begin at the same moment', async () => {
    const storage = browser()
    const open = (token: string, id: string) =>
      new SessionStore({
        ...silentSite,
        channelKey: 'shop',
        storage,
        begin: async () => begun(token, id),
      })
    const tabs = [open('one', '1'.repeat(24)), open('two', '2'.repeat(24)), open('three', '3'.repeat(24))]
    await Promise.all(tabs.map((tab) => tab.begin()))
    expect(new Set(tabs.map((tab) => tab.state.session?.token)).size).toBe(1)
  })

  it('is tried again until it begins', async () => {
    let failures = 3
    const store = new SessionStore({
      ...silentSite,
      channelKey: 'shop',
      storage: browser(),
      backoffMs: () => 1,
      begin: async () => {
        if (failures-- > 0) throw new ParleyError(failures === 1 ? 'rate_limited' : 'unavailable')
        return begun('token')
      },
    })
    expect(await store.begin()).toBe(true)
    expect(store.state.status).toBe('ready')
  })

  it('of somebody known, whose next token is refused, is an unknown one from then on, but not for want of a network', async () => {
    const storage = browser()
    const held = session('known', 'b'.repeat(24))
    const known = { ...held, contact: { ...held.contact, isIdentified: true } }
    storage.setItem('parley:shop:session', JSON.stringify(known))
    const refusals = ['unavailable', 'identity_refused'] as const
    let asked = 0
    let expired = 0
    const store = new SessionStore({
      ...silentSite,
      channelKey: 'shop',
      storage,
      backoffMs: () => 1,
      askForToken: () => Promise.resolve('made up'),
      onExpired: () => void (expired += 1),
      begin: async ({ identity }) => {
        if (identity === undefined) return begun('unknown')
        throw new ParleyError(refusals[asked++] ?? 'identity_refused')
      },
    })
    expect(await store.begin()).toBe(true)
    expect([store.state.session?.token, asked, expired]).toEqual(['unknown', 2, 1])
  })

  it('gives up on a channel that does not exist', async () => {
    const store = new SessionStore({
      ...silentSite,
      channelKey: 'gone',
      storage: browser(),
      begin: async () => {
        throw new ParleyError('not_found')
      },
    })
    expect(await store.begin()).toBe(false)
    expect(store.state.status).toBe('unknown_channel')
  })

  it('follows another tab to another contact, and says so', async () => {
    const storage = browser()
    const store = new SessionStore({
      ...silentSite,
      channelKey: 'shop',
      storage,
      begin: async () => begun('token'),
    })
    await store.begin()
    expect(store.adoptStored()).toBe(false)
    storage.setItem(store.storageKey, JSON.stringify(session('other', 'b'.repeat(24))))
    expect(store.adoptStored()).toBe(true)
    expect(store.state.session?.token).toBe('other')
  })

  it('begins anew when what is stored cannot be read', () => {
    const storage = browser()
    storage.setItem('parley:shop:session', '{"token":7}')
    expect(
      new SessionStore({
        ...silentSite,
        channelKey: 'shop',
        storage,
        begin: async () => begun('token'),
      }).isReturning,
    ).toBe(false)
  })
})
