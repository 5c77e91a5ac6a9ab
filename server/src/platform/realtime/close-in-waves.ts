import type { Namespace } from 'socket.io'

/** Closing many connections takes up to this long: their clients then reconnect elsewhere in waves, not as a storm. */
const CLOSE_WITHIN_MS = 10_000
const CLOSE_ONE_EVERY_MS = 5
const WAVES = 20

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Closes the connections of this node alone, spread over time, so that they do not come to the other nodes all at once. */
export async function closeInWaves(namespaces: readonly Namespace[]): Promise<void> {
  const sockets = namespaces.flatMap((namespace) => [...namespace.sockets.values()])
  const connections = [...new Set(sockets.map(({ conn }) => conn))]
  const spreadMs = Math.min(CLOSE_WITHIN_MS, connections.length * CLOSE_ONE_EVERY_MS)
  const perWave = Math.ceil(connections.length / WAVES)
  for (let at = 0; at < connections.length; at += perWave) {
    if (at > 0) await pause(spreadMs / WAVES)
    for (const connection of connections.slice(at, at + perWave)) connection.close()
  }
}
