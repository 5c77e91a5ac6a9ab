// S14: from the start of the process until it listens, against bare Midway; and with a full store against an empty one.
import { startBareMidway, startDurableStore, startParley } from '../harness/children.mjs'
import { fixed, table } from '../harness/document.mjs'
import { fillWith } from '../harness/filled.mjs'
import { goal } from '../harness/goals.mjs'
import { machineTimes, processSeconds } from '../harness/proc.mjs'
import { spread } from '../harness/statistics.mjs'

const SEED = 20_265
const FULL = { conversations: 1_000_000, rounds: 7 }
const QUICK = { conversations: 10_000, rounds: 5 }
/** Of a hundred conversations one waits, three are an agent's, the others have ended. */
const stateOf = (number) => (number % 100 === 0 ? 'waiting' : number % 25 === 0 ? 'assigned' : 'ended')

async function midway() {
  return { name: 'midway', start: startBareMidway, stop: () => undefined }
}

/** A store that a server has been started on before; what its first start makes is not measured. */
async function parley(name, conversations) {
  const store = await startDurableStore()
  const server = await startParley({ uri: store.uri })
  if (conversations > 0) {
    await fillWith({ url: server.url, uri: store.uri }, { login: 'start', count: conversations, seed: SEED, stateOf })
  }
  await server.stop()
  return { name, storePid: store.pid, start: () => startParley({ uri: store.uri }), stop: () => store.stop() }
}

/** Milliseconds until it listens, and the CPU that it and its store used until then. */
async function startOnce({ start, storePid }) {
  const storeSeconds = () => (storePid === undefined ? 0 : processSeconds(storePid))
  const before = { at: performance.now(), store: storeSeconds(), machine: machineTimes() }
  const server = await start()
  const millis = performance.now() - before.at
  const cpu = 1_000 * (processSeconds(server.pid) + storeSeconds() - before.store)
  const now = machineTimes()
  await server.stop()
  return { millis, cpu, steal: (now.steal - before.machine.steal) / (now.total - before.machine.total) }
}

/** Runs the row. */
export async function run({ isQuick, say }) {
  const { conversations, rounds } = isQuick ? QUICK : FULL
  const sides = []
  try {
    sides.push(await midway(), await parley('empty', 0), await parley('full', conversations))
    // The first start of each reads its files from the disk.
    for (const side of sides) await startOnce(side)
    const figures = []
    for (let round = 0; round < rounds; round += 1) {
      const figure = {}
      const turn = round % sides.length
      for (const side of [...sides.slice(turn), ...sides.slice(0, turn)]) figure[side.name] = await startOnce(side)
      figures.push(figure)
      const words = sides.map(
        ({ name }) => `${name} ${fixed(figure[name].millis, 0)} ms, CPU ${fixed(figure[name].cpu, 0)} ms`,
      )
      say(`round ${round + 1}: ${words.join('; ')}`)
    }
    return report(figures, conversations)
  } finally {
    for (const side of sides) await side.stop()
  }
}

function report(figures, conversations) {
  const ratio = (one, other, what) => spread(figures.map((figure) => figure[one][what] / figure[other][what]))
  const three = (values) => {
    const { median, min, max } = spread(values)
    return [median, min, max].map((value) => fixed(value, 0))
  }
  const row = (what, limits) => goal({ id: 'S14', what, ...limits, better: 'less' })
  const againstMidway = { floor: 3, goal: 2 }
  const againstEmpty = { floor: 1.15, goal: 1.15 }
  return {
    goals: [
      row('until it listens / bare Midway', { ...ratio('empty', 'midway', 'millis'), ...againstMidway }),
      row('the same in CPU', { ...ratio('empty', 'midway', 'cpu'), ...againstMidway }),
      row(`${conversations} conversations / none`, { ...ratio('full', 'empty', 'millis'), ...againstEmpty }),
      row('the same in CPU', { ...ratio('full', 'empty', 'cpu'), ...againstEmpty }),
    ],
    lines: table(
      ['side', 'figure', 'median', 'min', 'max'],
      Object.keys(figures[0]).flatMap((name) => [
        [name, 'until it listens, ms', ...three(figures.map((figure) => figure[name].millis))],
        [name, 'CPU until then, ms', ...three(figures.map((figure) => figure[name].cpu))],
      ]),
    ),
  }
}

export const title = 'From start to listening (S14)'
export const method = [
  `Bare Midway with the components that Parley uses; Parley on a store that it has been started on before; and on one with ${FULL.conversations}`,
  'conversations, copied from one that the server wrote, most of them ended. Time counts from the start of the process until it listens, CPU',
  'is that of process and store until then. All take turns within each round, and the first start of each is not counted.',
]
