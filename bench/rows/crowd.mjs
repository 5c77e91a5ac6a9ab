// S4a: what a message costs with many open conversations beside it, against few.
import { seedStaff } from '@parley/server/testing/seed-staff'
import { fillStore } from '@parley/server/testing/crowd'
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { gated, perMessage, runRounds } from '../harness/rounds.mjs'
import { startSide } from '../harness/sides.mjs'
import { spread } from '../harness/statistics.mjs'

const SIZE = { contacts: 500, agents: 25 }
const IN_FLIGHT = 64
const SEED = 20_264
/** Accounts that have the other conversations, and are not there. */
const AWAY = 50
const FEW = 1_000
const FULL = { many: 100_000, rounds: 5, roundsMax: 10, warmUpMs: 6_000, measureMs: 5_000 }
const QUICK = { many: 10_000, rounds: 5, roundsMax: 9, warmUpMs: 3_000, measureMs: 2_000, wantsAlone: true }

/** Open conversations in all, of which those of the people who are connected are the last. */
async function startWith(name, { open, say }) {
  const side = await startSide('durable', { size: SIZE, seed: SEED, inFlight: IN_FLIGHT })
  try {
    const logins = Array.from({ length: AWAY }, (_, index) => `away${index}`)
    await seedStaff(
      side.uri,
      logins.map((login) => ({ login, roles: ['agent'], capacity: Math.ceil(open / AWAY) })),
    )
    const since = performance.now()
    await fillStore(side.uri, { count: open - SIZE.contacts, seed: SEED, logins, stateOf: () => 'assigned' })
    say(`${name}: ${open} conversations are open, after ${fixed((performance.now() - since) / 1_000, 0)} s`)
    return { ...side, name }
  } catch (error) {
    await side.stop()
    throw error
  }
}

/** Runs the row. */
export async function run({ isQuick, say }) {
  const plan = isQuick ? QUICK : FULL
  const sides = []
  try {
    for (const [name, open] of Object.entries({ few: FEW, many: plan.many })) {
      sides.push(await startWith(name, { open, say }))
    }
    for (const side of sides) await side.measure({ warmMs: 0, measureMs: plan.warmUpMs })
    return report(await runRounds(sides, { ...plan, say }), plan)
  } finally {
    for (const side of sides) await side.stop()
  }
}

const ofBoth = (figure) => perMessage(figure) + perMessage(figure, 'store')

function report({ good, dropped }, { many, measureMs }) {
  const three = (values, digits) => {
    const { median, min, max } = spread(values)
    return [median, min, max].map((value) => fixed(value, digits))
  }
  const costOf = (each) => ofBoth(each.many) / ofBoth(each.few)
  const rows = Object.entries({ few: FEW, many }).flatMap(([name, open]) => [
    [
      open,
      "server's CPU per message, us",
      ...three(
        good.map((each) => perMessage(each[name])),
        1,
      ),
    ],
    [
      open,
      "store's CPU per message, us",
      ...three(
        good.map((each) => perMessage(each[name], 'store')),
        1,
      ),
    ],
  ])
  return {
    goals: [
      goal({
        id: 'S4a',
        what: `CPU per message, ${many} open / ${FEW}`,
        ...spread(good.map(costOf)),
        gated: gated(good, costOf),
        floor: 1.25,
        goal: 1.15,
        better: 'less',
      }),
    ],
    lines: [
      `${good.length} rounds of ${measureMs / 1_000} s a side, ${dropped} dropped for steal.`,
      '',
      ...table(['open', 'figure', 'median', 'min', 'max'], rows),
    ],
  }
}

export const title = 'A message beside many open conversations (S4a)'
export const method = [
  `Two Parleys on embedded stores, each with ${SIZE.contacts} contacts and ${SIZE.agents} agents who keep ${IN_FLIGHT} messages in flight. One holds ${FEW} open conversations in all,`,
  `the other ${FULL.many}; those beside were copied from one that the server wrote, with people, times and words of their own, and are assigned`,
  'to accounts that are not there. CPU is that of server and store together; both sides take turns within each round.',
]
