import { writeFileSync } from 'node:fs'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { findBreaches } from './checker.js'
import type { Breach } from './checker.js'
import { Cluster } from './cluster.js'
import { eventually } from './eventually.js'
import { faultsInOrder, FAULTS } from './faults.js'
import type { Surroundings } from './faults.js'
import type { ClientHistory } from './history.js'
import { RedisServer } from './redis-server.js'
import { seededRandom } from './seeded-random.js'
import { seedStaff } from './seed-staff.js'
import { ServedStore } from './served-store.js'
import type { SimulatedAgent, SimulatedContact } from './simulated-people.js'
import type { StoreSnapshot } from './store-snapshot.js'
import { ToxicProxy } from './toxiproxy.js'

/** How large a run is and how long its faults last. */
export interface FaultProfile {
  nodes: number
  agents: number
  contacts: number
  messagesPerSecond: number
  seconds: number
  redisAwayMs: number
}

export const PROFILES = {
  ci: { nodes: 2, agents: 20, contacts: 200, messagesPerSecond: 40, seconds: 60, redisAwayMs: 3_000 },
  night: { nodes: 3, agents: 100, contacts: 1_900, messagesPerSecond: 200, seconds: 900, redisAwayMs: 60_000 },
} as const satisfies Record<string, FaultProfile>

export interface FaultOutcome {
  breaches: Breach[]
  written: number
  stored: number
  faults: string[]
  /** Why what was written and never sent was refused, once for each. */
  refusals: ErrorCode[]
}

interface FaultRun {
  profile: FaultProfile
  /** The same seed gives the same faults in the same order at the same moments. */
  seed: number
  toxiproxyUrl?: string | undefined
  /** A store to use instead of an embedded one of its own. */
  storeUri?: string | undefined
  /** Where the histories go when a promise was broken; `checkAgain` reads them. */
  keepIn: string
  say: (line: string) => void
}

const AGENT_CAPACITY = 20
const CONNECT_AT_ONCE = 20
const WRITE_EVERY_MS = 50
/** Nobody writes on for long without an answer, however slow the machine is. */
const UNSENT_MAX = 5
const BETWEEN_FAULTS_MS = 1_500
/** So much goes wrong in any run, however slow the machine is. */
const FAULTS_MIN = 5
const SETTLED_WITHIN_MS = 180_000

/** People write on several nodes while one thing after another goes wrong; at the end the checker says what was broken. */
export async function runFaults(run: FaultRun): Promise<FaultOutcome> {
  const random = seededRandom(run.seed)
  const redis = await RedisServer.start()
  const store = run.storeUri === undefined ? await ServedStore.start() : undefined
  const api = run.toxiproxyUrl
  const before = api === undefined ? undefined : await ToxicProxy.before(api, redis.port)
  const redisUrl = before === undefined ? redis.url : `redis://127.0.0.1:${before.port}`
  const { nodes } = run.profile
  const cluster = await Cluster.start({
    nodes,
    environment: { REDIS_URL: redisUrl },
    storeUri: store?.uri ?? run.storeUri,
  })
  const inFront = api === undefined ? undefined : await ToxicProxy.before(api, cluster.node(0).port)
  if (inFront !== undefined) cluster.putBefore(0, `http://127.0.0.1:${inFront.port}`)
  const proxies = before && inFront && { redis: before, node: inFront }
  try {
    const { redisAwayMs } = run.profile
    return await underFaults(run, { cluster, redis, store, proxies, random, redisAwayMs })
  } finally {
    await cluster.end().catch(() => undefined)
    await Promise.all([redis.kill(), store?.end(), before?.remove(), inFront?.remove()])
  }
}

async function underFaults(run: FaultRun, around: Surroundings): Promise<FaultOutcome> {
  const { cluster } = around
  const people = await gather(run.profile, cluster)
  const talking = talk(people, run.profile, seededRandom(run.seed + 1))
  const faults: string[] = []
  const end = Date.now() + run.profile.seconds * 1_000
  for (const fault of faultsInOrder(possible(around), around.random)) {
    if (Date.now() > end && faults.length >= FAULTS_MIN) break
    run.say(fault.name)
    faults.push(fault.name)
    await fault.run(around)
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_FAULTS_MS))
  }
  clearInterval(talking.timer)
  const unsent = () => cluster.people.flatMap(({ outbox }) => outbox.all)
  const isSent = () => unsent().every(({ state }) => state === 'failed')
  await eventually('everything written is sent', isSent, SETTLED_WITHIN_MS)
  await eventually('nothing is left half done', () => isWhole(cluster), SETTLED_WITHIN_MS)
  const { histories, store } = await cluster.atRest()
  const breaches = findBreaches(histories, store)
  if (breaches.length > 0) keep(run, { histories, store, faults })
  const stored = store.entries.filter(({ kind }) => kind === 'text').length
  const refusals = unsent().flatMap(({ error = [] }) => error)
  return { breaches, written: talking.written(), stored, faults, refusals }
}

const possible = (around: Surroundings) =>
  FAULTS.filter(({ needs }) => needs === undefined || around[needs] !== undefined)

/** No conversation is between two states any more. */
async function isWhole(cluster: Cluster): Promise<boolean> {
  const { conversations } = await cluster.snapshot()
  return conversations.every(({ state }) => state !== 'beginning')
}

interface People {
  contacts: SimulatedContact[]
  agents: SimulatedAgent[]
}

async function gather({ nodes, agents, contacts }: FaultProfile, cluster: Cluster): Promise<People> {
  const logins = Array.from({ length: agents }, (_, index) => `agent${index}`)
  await seedStaff(
    cluster.uri,
    logins.map((login) => ({ login, roles: ['agent'], capacity: AGENT_CAPACITY })),
  )
  const people: People = { contacts: [], agents: [] }
  for (const [index, login] of logins.entries()) people.agents.push(await cluster.agent(index % nodes, login))
  for (let from = 0; from < contacts; from += CONNECT_AT_ONCE) {
    const some = Array.from({ length: Math.min(CONNECT_AT_ONCE, contacts - from) }, (_, each) =>
      cluster.contact((from + each) % nodes, `contact ${from + each}`),
    )
    people.contacts.push(...(await Promise.all(some)))
  }
  return people
}

/** Says that somebody types; whether anybody hears of it is nobody's promise. */
function type(person: SimulatedContact | SimulatedAgent): void {
  const [threadId] = person.followed
  if (threadId === undefined || !person.socket.connected) return
  if ('say' in person) person.socket.volatile.emit('conversations:setTyping', { threadId, isTyping: true })
  else person.socket.volatile.emit('conversations:setReplyTyping', { threadId, isTyping: true, audience: 'everyone' })
}

/** Contacts write and agents answer, half of the messages each. */
function talk({ contacts, agents }: People, { messagesPerSecond }: FaultProfile, random: () => number) {
  let written = 0
  const perTick = (messagesPerSecond * WRITE_EVERY_MS) / 1_000
  const timer = setInterval(() => {
    for (let due = perTick; random() < due; due -= 1) {
      const isContact = random() < 0.5
      const person = (isContact ? contacts : agents)[Math.floor(random() * (isContact ? contacts : agents).length)]
      if (person === undefined || person.outbox.all.length >= UNSENT_MAX) continue
      type(person)
      if ('say' in person) person.say(`words ${(written += 1)}`)
      else answer(person)
    }
  }, WRITE_EVERY_MS)
  const answer = (agent: SimulatedAgent) => {
    const threadId = agent.followed[Math.floor(random() * agent.followed.length)]
    if (threadId !== undefined) agent.reply(threadId, `answer ${(written += 1)}`)
  }
  return { timer, written: () => written }
}

interface Found {
  histories: ClientHistory[]
  store: StoreSnapshot
  faults: string[]
}

function keep({ seed, profile, keepIn, say }: FaultRun, found: Found): void {
  const histories = found.histories.map((history) => ({ ...history, finalViews: [...history.finalViews] }))
  writeFileSync(keepIn, JSON.stringify({ seed, profile, ...found, histories }))
  say(`the histories are kept in ${keepIn}`)
}

/** Reads a kept run again, for instance with a mended checker. */
export function checkAgain(kept: string): Breach[] {
  const { histories, store } = JSON.parse(kept) as {
    histories: (Omit<ClientHistory, 'finalViews'> & { finalViews: [string, never[]][] })[]
    store: StoreSnapshot
  }
  return findBreaches(
    histories.map((history) => ({ ...history, finalViews: new Map(history.finalViews) })),
    store,
  )
}
