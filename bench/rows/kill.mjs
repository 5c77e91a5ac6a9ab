// S3c: the server is killed under load, again and again; then the checker compares what people did and saw with the store.
import { seedStaff } from '@parley/server/testing/seed-staff'
import { eventually } from '@parley/server/testing/eventually'
import { World } from '@parley/server/testing/world'
import { startDurableStore } from '../harness/children.mjs'
import { goal } from '../harness/goals.mjs'
import { table } from '../harness/document.mjs'
import { randomFrom } from '../load/random.mjs'

const CONTACTS = 20
const AGENTS = 5
const SEED = 20_263
const KILLS = { full: 20, quick: 4 }
const TALK_EVERY_MS = 60
const SETTLE_WITHIN_MS = 60_000

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Opens whatever the agent is given, as the page of a diligent agent would. */
function openAll(agent) {
  agent.onAssigned = (conversation) => void agent.open(conversation).catch(() => undefined)
  for (const conversation of agent.conversations.values()) agent.onAssigned(conversation)
}

/** Everybody writes now and then, each message with the number of its writer's message before it plus one. */
function talk({ contacts, agents, random }) {
  const counts = new Map()
  const next = (lane) => {
    counts.set(lane, (counts.get(lane) ?? 0) + 1)
    return `message ${counts.get(lane)} of ${lane}`
  }
  const timer = setInterval(() => {
    for (const contact of contacts) if (random() < 0.3) contact.say(next(contact.history.client))
    for (const agent of agents) {
      for (const threadId of agent.followed) {
        if (random() < 0.1) agent.reply(threadId, next(`${agent.history.client} ${threadId}`))
      }
    }
  }, TALK_EVERY_MS)
  return { counts, stop: () => clearInterval(timer) }
}

async function killAgainAndAgain({ world, kills, random, say }) {
  for (let kill = 1; kill <= kills; kill += 1) {
    await sleep(200 + random() * 700)
    await world.server.kill()
    await world.startServer()
    if (kill % 5 === 0 || kill === kills) say(`killed and started again ${kill} times`)
  }
}

/** Messages of one writer in one thread that stand in another order than they were written in. */
function outOfOrder(entries) {
  const last = new Map()
  return [...entries]
    .sort((one, other) => one.seq - other.seq)
    .filter(({ text }) => {
      const [, number, lane] = /^message (\d+) of (.*)$/.exec(text ?? '') ?? []
      if (number === undefined) return false
      const before = last.get(lane) ?? 0
      last.set(lane, Number(number))
      return Number(number) !== before + 1
    })
}

function judge({ breaches, entries, written, acked }) {
  const texts = entries.filter(({ kind }) => kind === 'text')
  const distinct = new Set(texts.map(({ text }) => text)).size
  const of = (...invariants) => breaches.filter(({ invariant }) => invariants.includes(invariant)).length
  return {
    missing: of('I1') + (written - distinct),
    doubled: of('I2', 'I3') + (texts.length - distinct),
    disordered: of('I4', 'I5') + outOfOrder(entries).length,
    others: of('I6', 'I7', 'I8', 'I10'),
    written,
    acked,
    stored: texts.length,
  }
}

async function runWorld({ kills, say }) {
  const random = randomFrom(SEED)
  const world = await World.start({ environment: { NODE_ENV: 'development', DEMO: 'on' } })
  try {
    const logins = Array.from({ length: AGENTS }, (_, index) => `bench${index}`)
    await seedStaff(
      world.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: 10 })),
    )
    const agents = await Promise.all(logins.map((login) => world.agent(login)))
    agents.forEach(openAll)
    const contacts = await Promise.all(Array.from({ length: CONTACTS }, (_, index) => world.contact(`contact${index}`)))
    const talking = talk({ contacts, agents, random })
    await killAgainAndAgain({ world, kills, random, say })
    talking.stop()
    const people = [...contacts, ...agents]
    const isSent = () => people.every(({ outbox }) => outbox.all.length === 0)
    await eventually('everything written is sent', isSent, SETTLE_WITHIN_MS)
    const breaches = await world.breaches()
    const { entries } = await world.snapshot()
    const written = [...talking.counts.values()].reduce((sum, count) => sum + count, 0)
    const acked = people.flatMap(({ history }) => history.events.filter(({ type }) => type === 'ack')).length
    for (const { invariant, what } of breaches) say(`${invariant}: ${what}`)
    return judge({ breaches, entries, written, acked })
  } finally {
    await world.end()
  }
}

export async function run({ isQuick, say }) {
  const kills = isQuick ? KILLS.quick : KILLS.full
  const store = await startDurableStore()
  process.env.PARLEY_TEST_MONGODB_URI = store.uri
  try {
    return report(await runWorld({ kills, say }), kills)
  } finally {
    await store.stop()
  }
}

function report({ missing, doubled, disordered, others, written, acked, stored }, kills) {
  const none = (what, count) =>
    goal({ id: 'S3c', what, median: count, min: count, max: count, floor: 0, goal: 0, better: 'less', digits: 0 })
  return {
    goals: [
      none('messages missing', missing),
      none('messages doubled', doubled),
      none('messages out of order', disordered),
      none('other promises broken', others),
    ],
    lines: table(
      ['kills', 'messages written', 'acks received', 'messages in the store'],
      [[kills, written, acked, stored]],
    ),
  }
}

export const title = 'Killed under load (S3c)'
export const method = [
  `${CONTACTS} contacts and ${AGENTS} agents write to each other through the outbox that the pages use; the server gets SIGKILL at a random moment,`,
  'is started again on the same embedded store, which is served apart and lives on, and everybody reconnects by themselves. At the end the',
  "checker of the tests compares what every client sent, was acked and shows with what the store holds (invariants I1-I8 and I10), and each writer's",
  'messages are compared with the order in which they were written. A kill counts only with its restart; a send without an ack was retried.',
]
