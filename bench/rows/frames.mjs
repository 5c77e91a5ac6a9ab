// S4b: to whom a message is sent, as more and more agents are merely there. Counts, not times.
import { countFrames } from '@parley/server/testing/frame-count'
import { startDurableStore, startParley } from '../harness/children.mjs'
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'

const FULL = [5, 50, 500]
const QUICK = [5, 50]

/** A server of its own for each number: people who go away would be told of as well. */
async function countBeside(idle) {
  const store = await startDurableStore()
  const server = await startParley({ uri: store.uri })
  try {
    return { others: idle, ...(await countFrames({ url: server.url, uri: store.uri }, { idle })) }
  } finally {
    await server.stop()
    await store.stop()
  }
}

/** Runs the row. */
export async function run({ isQuick, say }) {
  const counts = []
  for (const idle of isQuick ? QUICK : FULL) {
    counts.push(await countBeside(idle))
    say(`${idle} idle agents are counted`)
  }
  return report(counts)
}

const perSecond = ({ idle, seconds }) => idle.most / seconds

function report(counts) {
  const most = (pick) => {
    const value = Math.max(...counts.map(pick))
    return { median: value, min: Math.min(...counts.map(pick)), max: value }
  }
  const strayed = ({ messages, participants, watcher, idle }) =>
    Math.abs(participants - messages) + Math.abs(watcher - messages) + idle.withMessage
  return {
    goals: [
      goal({
        id: 'S4b',
        what: 'frames too many or missing',
        ...most(strayed),
        floor: 0,
        goal: 0,
        better: 'less',
        digits: 0,
      }),
      goal({ id: 'S4b', what: 'frames/s at an idle agent', ...most(perSecond), floor: 4, goal: 1, better: 'less' }),
    ],
    lines: table(
      [
        'idle agents',
        'messages',
        'at the other side',
        'at who watches',
        'messages at idle agents',
        'frames/s at an idle agent',
      ],
      counts.map((each) => [
        each.others,
        each.messages,
        each.participants,
        each.watcher,
        each.idle.withMessage,
        fixed(perSecond(each), 2),
      ]),
    ),
  }
}

export const title = 'To whom a message is sent (S4b)'
export const method = [
  'One contact and one agent write in turn, a supervisor watches, and others are there with nothing to do: agents of the queue, and supervisors',
  'who see every conversation. Every frame that reaches any of them is counted, so the figures are exact: `server/test/frames.test.ts` holds them.',
]
