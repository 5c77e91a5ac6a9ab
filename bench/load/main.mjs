// The load client, in a process of its own: connects the people of one server, then measures when it is told to.
import { machineTimes, processSeconds } from '../harness/proc.mjs'
import { quantile } from '../harness/statistics.mjs'
import { connectAll, Openings, pairUp } from './chats.mjs'
import { LeanSocket } from './lean-socket.mjs'
import { Paced } from './paced.mjs'
import { ReturningSocket } from './returning-socket.mjs'
import { Storm } from './storm.mjs'
import { Traffic } from './traffic.mjs'

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

let traffic
const lostSockets = []

/** People with a pace write at it whatever happens; those who return come back when their server dies; all others keep messages in flight. */
function trafficOf({ chats, seed, inFlight, perSecond, isReturning }) {
  if (isReturning) return new Storm({ chats, seed, perSecond })
  return perSecond === undefined ? new Traffic({ chats, seed, inFlight }) : new Paced({ chats, seed, perSecond })
}

async function open({ port, people, threadIds, ...how }) {
  const openings = new Openings()
  let listener = {
    onAck: (socket, _id, frame) => openings.onAck(socket, frame),
    onEvent: (socket, frame) => openings.onEvent(socket, frame),
  }
  const sockets = await connectAll({
    port,
    people,
    open: how.isReturning ? ReturningSocket.open : LeanSocket.open,
    onAck: (...call) => listener.onAck(...call),
    onEvent: (...call) => listener.onEvent(...call),
    onReturned: (socket) => listener.onReturned(socket),
    onLost: (lost) => (how.isReturning ? listener.onLost(lost) : lostSockets.push(lost)),
  })
  const chats = threadIds === undefined ? await openings.run(sockets.contacts) : pairUp(sockets, threadIds)
  traffic = trafficOf({ chats, ...how })
  listener = traffic
  await traffic.begin?.({ isBare: threadIds !== undefined })
  return { chats: chats.length, agents: new Set(chats.map(({ agent }) => agent)).size }
}

const secondsOf = (pids) => Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processSeconds(pid)]))

/** One window: what was acked and delivered in it, and who used how much of the machine meanwhile. */
async function measure({ warmMs, measureMs, pids }) {
  const all = { ...pids, load: process.pid }
  traffic.start()
  await sleep(warmMs)
  const before = { at: performance.now(), done: traffic.done, seconds: secondsOf(all), machine: machineTimes() }
  traffic.latencies = []
  await sleep(measureMs)
  const after = { at: performance.now(), done: traffic.done, seconds: secondsOf(all), machine: machineTimes() }
  const latencies = [...traffic.latencies].sort((one, other) => one - other)
  const lost = await traffic.stop()
  const total = after.machine.total - before.machine.total
  const seconds = Object.fromEntries(Object.keys(all).map((name) => [name, after.seconds[name] - before.seconds[name]]))
  return {
    elapsed: (after.at - before.at) / 1_000,
    messages: after.done - before.done,
    seconds,
    steal: (after.machine.steal - before.machine.steal) / total,
    busy: (after.machine.busy - before.machine.busy) / total,
    cores: before.machine.cores,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    lost,
    failures: traffic.failures.splice(0),
    lostSockets: lostSockets.splice(0),
  }
}

const TASKS = { open, measure, untilAllAreBack: () => traffic.untilAllAreBack(), settle: () => traffic.settle() }

process.on('message', ({ task, ...input }) => {
  TASKS[task](input).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.stack }),
  )
})
process.once('disconnect', () => process.exit(0))
