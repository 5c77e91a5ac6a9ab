// S6a: a page of the inbox with many conversations in the store, against few.
import { connected, signIn, staffSocket } from '@parley/server/testing/client-connection'
import { startDurableStore, startParley } from '../harness/children.mjs'
import { fixed, table } from '../harness/document.mjs'
import { fillWith } from '../harness/filled.mjs'
import { goal } from '../harness/goals.mjs'
import { processSeconds } from '../harness/proc.mjs'
import { spread } from '../harness/statistics.mjs'
import { inTurn } from '../load/in-turn.mjs'

const SEED = 20_266
const LOGIN = 'reader'
const FEW = 1_000
const FULL = { many: 1_000_000, rounds: 5, pages: 400 }
const QUICK = { many: 10_000, rounds: 5, pages: 200 }

/** The usual ways to look at the inbox: the four tabs, and all of one queue. */
const looksOf = (queueId) => ({
  mine: { tab: 'mine' },
  waiting: { tab: 'waiting' },
  all: { tab: 'all' },
  ended: { tab: 'ended' },
  'of one queue': { tab: 'all', filter: { queueId } },
})

/** Of ten conversations one waits and one is the reader's, so that every page is full; the others have ended. */
const stateOf = (number) => (number % 10 === 0 ? 'waiting' : number % 10 === 1 ? 'assigned' : 'ended')

async function startWith(name, { count, say }) {
  const store = await startDurableStore()
  const server = await startParley({ uri: store.uri })
  const stop = async () => {
    await server.stop()
    await store.stop()
  }
  try {
    const since = performance.now()
    await fillWith({ url: server.url, uri: store.uri }, { login: LOGIN, count, seed: SEED, stateOf })
    say(`${name}: ${count} conversations after ${fixed((performance.now() - since) / 1_000, 0)} s`)
    const reader = staffSocket(server.url, (await signIn(server.url, LOGIN, LOGIN)).cookie)
    await connected(reader.socket)
    const { queues } = await reader.call('routing:listQueues', {})
    const seconds = () => processSeconds(server.pid) + processSeconds(store.pid)
    return { name, reader, looks: looksOf(queues[0].id), seconds, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Microseconds of CPU of server and store for each first page of one look. */
async function readPages({ reader, seconds }, { look, pages }) {
  const before = seconds()
  const read = await inTurn(Array.from({ length: pages }), () => reader.call('conversations:listInbox', look))
  if (read.some(({ next }) => next === null)) throw new Error(`a page of ${look.tab} is not full`)
  return (1e6 * (seconds() - before)) / pages
}

async function runRound(sides, pages) {
  const figure = {}
  for (const name of Object.keys(sides[0].looks)) {
    figure[name] = {}
    for (const side of sides) figure[name][side.name] = await readPages(side, { look: side.looks[name], pages })
  }
  return figure
}

/** Runs the row. */
export async function run({ isQuick, say }) {
  const { many, rounds, pages } = isQuick ? QUICK : FULL
  const sides = []
  try {
    for (const [name, count] of Object.entries({ few: FEW, many })) sides.push(await startWith(name, { count, say }))
    await runRound(sides, pages)
    const figures = []
    for (let round = 0; round < rounds; round += 1) {
      const figure = await runRound(round % 2 === 0 ? sides : [...sides].reverse(), pages)
      figures.push(figure)
      const words = Object.entries(figure).map(
        ([name, { few, many: much }]) => `${name} ${fixed(few, 0)}/${fixed(much, 0)} us`,
      )
      say(`round ${round + 1}: ${words.join('; ')}`)
    }
    return report(figures, many)
  } finally {
    for (const side of sides) {
      side.reader.socket.disconnect()
      await side.stop()
    }
  }
}

function report(figures, many) {
  const names = Object.keys(figures[0])
  const cost = (name, side) => spread(figures.map((figure) => figure[name][side]))
  const ratio = (name) => spread(figures.map((figure) => figure[name].many / figure[name].few))
  const cells = ({ median, min, max }) => [median, min, max].map((value) => fixed(value, 0))
  return {
    goals: names.map((name) =>
      goal({
        id: 'S6a',
        what: `CPU per page, ${name}, ${many} / ${FEW}`,
        ...ratio(name),
        floor: 2,
        goal: 1.3,
        better: 'less',
      }),
    ),
    lines: table(
      ['look', 'conversations', 'CPU per page, us: median', 'min', 'max'],
      names.flatMap((name) => [
        [name, FEW, ...cells(cost(name, 'few'))],
        [name, many, ...cells(cost(name, 'many'))],
      ]),
    ),
  }
}

export const title = 'A page of the inbox beside many conversations (S6a)'
export const method = [
  `Two Parleys on embedded stores, one with ${FEW} conversations, one with ${FULL.many}: of ten one waits, one is assigned to the reader, the others have`,
  'ended. The reader asks for the first page of each tab and of one queue, eight at a time; CPU is that of server and store together. Both take',
  'turns within each round, and the first round is not counted.',
]
