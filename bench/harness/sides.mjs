// The sides of a comparison: each a server with the same people connected to it by the same client.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginVisit, signIn } from '@parley/server/testing/client-connection'
import { RedisServer } from '@parley/server/testing/redis-server'
import { seedStaff } from '@parley/server/testing/seed-staff'
import {
  startBareRelay,
  startDurableStore,
  startLoad,
  startNullStore,
  startParley,
  startWholeConversations,
} from './children.mjs'

const IN_TURN = 10

/** Who talks with whom at a server that is told which rooms are whose. */
function roomsOf(size) {
  const threadIds = Array.from({ length: size.contacts }, (_, index) => index.toString(16).padStart(24, '0'))
  const contacts = threadIds.map((threadId) => ({ auth: { rooms: [threadId] } }))
  const agents = Array.from({ length: size.agents }, (_, agent) => ({
    auth: { rooms: threadIds.filter((_id, index) => index % size.agents === agent) },
  }))
  return { threadIds, people: { contacts, agents } }
}

async function wholeConversations({ size }) {
  const redis = await RedisServer.start()
  const server = await startWholeConversations({ redisUrl: redis.url })
  const { threadIds, people } = roomsOf(size)
  return { server, redis, threadIds, people, fill: (messages) => server.fill({ threadIds, messages }) }
}

/** Parley is entered as people enter it: agents sign in, contacts begin a visit. */
async function parley({ size, store, profiles, environment }) {
  const server = await startParley({ uri: store.uri, profileFile: profiles?.server, environment })
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

/** Two nodes over a Redis: the contacts at one, the agents at the other, so that every message crosses. */
async function twoNodes(options) {
  const [store, redis] = [await startDurableStore(), await RedisServer.start()]
  const environment = { REDIS_URL: redis.url }
  const { server, people } = await parley({ ...options, store, environment })
  const second = await startParley({ uri: store.uri, environment, profileFile: options.profiles?.second })
  const agents = people.agents.map((agent) => ({ ...agent, port: second.port }))
  return { store, server, second, redis, people: { ...people, agents } }
}

/** The same with a third that nobody is connected to: it merely hears what the others tell. */
async function threeNodes(options) {
  const two = await twoNodes(options)
  return { ...two, third: await startParley({ uri: two.store.uri, environment: { REDIS_URL: two.redis.url } }) }
}

const STARTS = {
  relay: async ({ size, profiles }) => ({
    server: await startBareRelay({ profileFile: profiles?.server }),
    ...roomsOf(size),
  }),
  whole: wholeConversations,
  null: async (options) => {
    const store = await startNullStore()
    return { store, ...(await parley({ ...options, store })) }
  },
  durable: async (options) => {
    const store = await startDurableStore()
    return { store, ...(await parley({ ...options, store })) }
  },
  two: twoNodes,
  three: threeNodes,
}

/** A file for the profile of each node that a side may have. */
function profilesIn(folder) {
  return Object.fromEntries(['server', 'second'].map((who) => [who, join(folder, `${who}.cpuprofile`)]))
}

/** Starts a side and connects everyone; `measure` runs one window on it. With `isProfiled` its nodes write `profiles` on SIGUSR2. */
export async function startSide(name, { isProfiled = false, ...options }) {
  const profiles = isProfiled ? profilesIn(mkdtempSync(join(tmpdir(), 'profiles-'))) : undefined
  const started = await STARTS[name]({ ...options, profiles })
  const { server, second, third, store, redis, threadIds, people, fill } = started
  const load = await startLoad()
  const { seed, inFlight, perSecond, isReturning } = options
  const how = { seed, inFlight, perSecond, isReturning }
  const { chats, agents } = await load.ask('open', { port: server.port, people, threadIds, ...how })
  let current = server
  const pids = Object.fromEntries(
    Object.entries({ server, second, third, store }).flatMap(([who, at]) =>
      at?.pid === undefined ? [] : [[who, at.pid]],
    ),
  )
  return {
    name,
    pids,
    profiles,
    url: server.url,
    uri: store?.uri,
    fill,
    opened: `${chats} chats with ${agents} agents`,
    measure: (window) => load.ask('measure', { ...window, pids }),
    ask: (task) => load.ask(task),
    /** Nothing is finished, and it is started at once where it was, on the store that it had. Resolves when it listens. */
    async killAndStartAgain() {
      await current.kill()
      current = await current.again()
      pids.server = current.pid
    },
    async stop() {
      await load.stop()
      await Promise.all([current.stop(), second?.stop(), third?.stop()])
      await Promise.all([store?.stop(), redis?.kill()])
    },
  }
}
