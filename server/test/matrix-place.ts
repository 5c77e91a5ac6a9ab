import { Cluster } from '../src/testing/cluster.js'
import { RedisServer } from '../src/testing/redis-server.js'
import type { StoreSnapshot } from '../src/testing/store-snapshot.js'
import { World } from '../src/testing/world.js'

const ENVIRONMENT = { TRUST_PROXY: '1' }

/** What the matrix is asked at. */
export interface MatrixPlace {
  /** Where everybody is connected. */
  url: string
  /** Where their sessions begin: with several nodes, at another one. */
  doorUrl: string
  uri: string
  snapshot: () => Promise<StoreSnapshot>
  /** Ends everything; returns what the command guard recorded. */
  end: () => Promise<string[]>
}

/** One node; or two, where `at-second-node.ts` was loaded before. */
export async function startMatrixPlace(): Promise<MatrixPlace> {
  if (process.env['PARLEY_MATRIX_AT'] === 'second node') return startTwoNodes()
  const world = await World.start({ environment: ENVIRONMENT })
  const { url, uri } = world
  return { url, doorUrl: url, uri, snapshot: () => world.snapshot(), end: () => world.end() }
}

async function startTwoNodes(): Promise<MatrixPlace> {
  const redis = await RedisServer.start()
  const cluster = await Cluster.start({ nodes: 2, environment: { ...ENVIRONMENT, REDIS_URL: redis.url } })
  const end = async () => {
    const record = await cluster.end()
    await redis.kill()
    return record
  }
  return { url: cluster.url(1), doorUrl: cluster.url(0), uri: cluster.uri, snapshot: () => cluster.snapshot(), end }
}
