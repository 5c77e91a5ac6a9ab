import { join } from 'node:path'
import type { Cluster } from './cluster.js'
import type { RedisServer } from './redis-server.js'
import { pick } from './seeded-random.js'
import type { ServedStore } from './served-store.js'
import type { SimulatedClient } from './simulated-client.js'
import type { ToxicProxy } from './toxiproxy.js'

const WRONG_CLOCK = join(__dirname, '..', '..', 'dist', 'testing', 'wrong-clock.js')

/** What faults are done to. */
export interface Surroundings {
  cluster: Cluster
  redis: RedisServer
  /** The embedded store served alone; absent where the run was given another one, which it leaves in peace. */
  store: ServedStore | undefined
  /** In front of Redis and of the first node; absent without Toxiproxy. */
  proxies: { redis: ToxicProxy; node: ToxicProxy } | undefined
  random: () => number
  /** For how long Redis is away when it is killed. */
  redisAwayMs: number
}

export interface Fault {
  name: string
  needs?: 'proxies' | 'store'
  run: (around: Surroundings) => Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const someNode = ({ cluster, random }: Surroundings): number => Math.floor(random() * cluster.size)

/** The wire of a simulated client, below Socket.IO. */
interface Wire {
  ws: { _socket: { pause: () => void; resume: () => void } }
}

function readingOf(person: SimulatedClient): Wire['ws']['_socket'] | undefined {
  const engine = person.socket.io.engine as { transport?: Partial<Wire> } | undefined
  return engine?.transport?.ws?._socket
}

/** Everything that goes wrong in a run, each until it is over and undone. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'a node is killed',
    run: async (around) => {
      const node = someNode(around)
      await around.cluster.node(node).kill()
      await pause(200 + around.random() * 2_000)
      await around.cluster.restart(node)
    },
  },
  {
    name: 'a node is told to stop and starts again, with a clock five minutes off',
    run: async (around) => {
      await around.cluster.restart(someNode(around), { by: 'stop', preload: WRONG_CLOCK })
    },
  },
  {
    name: 'one node after another is replaced, while people type',
    run: async ({ cluster }) => {
      for (let node = 0; node < cluster.size; node += 1) await cluster.restart(node, { by: 'stop' })
    },
  },
  {
    name: 'a node stands still for two seconds',
    run: async (around) => {
      const { process: server } = around.cluster.node(someNode(around))
      server.kill('SIGSTOP')
      await pause(2_000)
      server.kill('SIGCONT')
    },
  },
  {
    name: 'Redis is killed for a while and comes back empty',
    run: async ({ redis, redisAwayMs }) => {
      await redis.kill()
      await pause(redisAwayMs)
      await redis.start()
    },
  },
  {
    name: 'the store is killed and comes back',
    needs: 'store',
    run: async ({ store, random }) => {
      await store!.kill()
      await pause(200 + random() * 1_500)
      await store!.start()
    },
  },
  {
    name: 'half of the readers stop reading for three seconds',
    run: async ({ cluster, random }) => {
      const wires = cluster.people.filter(() => random() < 0.5).map(readingOf)
      for (const wire of wires) wire?.pause()
      await pause(3_000)
      for (const wire of wires) wire?.resume()
    },
  },
  {
    name: 'all sockets are cut at once',
    run: async ({ cluster }) => {
      for (const person of cluster.people) person.socket.io.engine.close()
      await pause(500)
    },
  },
  {
    name: 'one connection in three to a node is reset',
    needs: 'proxies',
    run: async ({ proxies }) => {
      const undo = await proxies!.node.poison({ type: 'reset_peer', toxicity: 0.3, attributes: { timeout: 200 } })
      await pause(3_000)
      await undo()
    },
  },
  {
    name: 'a slow line to a node',
    needs: 'proxies',
    run: async ({ proxies }) => {
      const undo = await proxies!.node.poison({
        type: 'latency',
        toxicity: 1,
        attributes: { latency: 300, jitter: 250 },
      })
      await pause(3_000)
      await undo()
    },
  },
  {
    name: 'Redis cannot be reached for two seconds, and is slow after that',
    needs: 'proxies',
    run: async ({ proxies }) => {
      await proxies!.redis.setEnabled({ isEnabled: false })
      await pause(2_000)
      await proxies!.redis.setEnabled({ isEnabled: true })
      const undo = await proxies!.redis.poison({ type: 'latency', toxicity: 1, attributes: { latency: 400 } })
      await pause(2_000)
      await undo()
    },
  },
]

/** Every fault once in an order of chance, then any of them. */
export function* faultsInOrder(faults: readonly Fault[], random: () => number): Generator<Fault, never> {
  const left = [...faults]
  while (left.length > 0) {
    const next = pick(left, random())
    left.splice(left.indexOf(next), 1)
    yield next
  }
  for (;;) yield pick(faults, random())
}
