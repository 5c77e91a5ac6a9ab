// The sides of a comparison: each a server with the same people connected to it by the same client.
import { beginVisit, signIn } from '@parley/server/testing/client-connection'
import { seedStaff } from '@parley/server/testing/seed-staff'
import { startBareRelay, startDurableStore, startLoad, startNullStore, startParley } from './children.mjs'

const IN_TURN = 10

/** The bare relay is told which rooms are whose. */
async function bareRelay({ size, profileFile }) {
  const server = await startBareRelay({ profileFile })
  const threadIds = Array.from({ length: size.contacts }, (_, index) => index.toString(16).padStart(24, '0'))
  const contacts = threadIds.map((threadId) => ({ auth: { rooms: [threadId] } }))
  const agents = Array.from({ length: size.agents }, (_, agent) => ({
    auth: { rooms: threadIds.filter((_id, index) => index % size.agents === agent) },
  }))
  return { server, threadIds, people: { contacts, agents } }
}

/** Parley is entered as people enter it: agents sign in, contacts begin a visit. */
async function parley({ size, store, profileFile }) {
  const server = await startParley({ uri: store.uri, profileFile })
  const logins = Array.from({ length: size.agents }, (_, index) => `bench${index}`)
  const capacity = Math.ceil((size.contacts / size.agents) * 1.5)
  await seedStaff(
    store.uri,
    logins.map((login) => ({ login, roles: ['agent'], capacity })),
  )
  const agents = []
  for (const login of logins) agents.push({ cookie: (await signIn(server.url, login, login)).cookie })
  const contacts = []
  while (contacts.length < size.contacts) {
    const visits = Array.from({ length: Math.min(IN_TURN, size.contacts - contacts.length) }, () =>
      beginVisit(server.url),
    )
    contacts.push(...(await Promise.all(visits)).map(({ token }) => ({ auth: { token } })))
  }
  return { server, people: { contacts, agents } }
}

const STARTS = {
  relay: bareRelay,
  null: async (options) => {
    const store = await startNullStore()
    return { store, ...(await parley({ ...options, store })) }
  },
  durable: async (options) => {
    const store = await startDurableStore()
    return { store, ...(await parley({ ...options, store })) }
  },
}

/** Starts a side and connects everyone; `measure` runs one window on it. */
export async function startSide(name, options) {
  const { server, store, threadIds, people } = await STARTS[name](options)
  const load = await startLoad()
  const { seed, inFlight } = options
  const { chats, agents } = await load.ask('open', { port: server.port, people, threadIds, seed, inFlight })
  const pids = { server: server.pid, ...(store?.pid === undefined ? {} : { store: store.pid }) }
  return {
    name,
    pids,
    url: server.url,
    uri: store?.uri,
    opened: `${chats} chats with ${agents} agents`,
    measure: (window) => load.ask('measure', { ...window, pids }),
    async stop() {
      await load.stop()
      await server.stop()
      await store?.stop()
    },
  }
}
