import type { Redis } from 'ioredis'
import type { Namespace } from 'socket.io'
import { z } from 'zod'

/** About a minute of a busy installation: a node that was paused for longer reads from the store. */
const STREAM_MAX = 50_000
/** The namespace whose adapter writes and reads the records of all. */
const CARRIER = '/'
/** Beside the kinds of the adapter's own messages, as `socket.io-adapter` numbers them. */
const GATHERED = 100

/** What one node tells the others: of a namespace, a kind of the adapter's or of this server's own, and what belongs to it. */
export interface NodeMessage {
  nsp: string
  type: number
  data: unknown
}

/** A record as another node wrote it, perhaps of another version. */
const Gathered = z.object({
  uid: z.string(),
  data: z.object({ messages: z.array(z.object({ nsp: z.string(), type: z.number(), data: z.unknown() })) }),
})

/** The parts of the adapter that are stood in front of; its version is pinned. */
interface StreamAdapter {
  uid: string
  publishAndReturnOffset: (message: { type: number; data: unknown }) => Promise<string>
  onRawMessage: (raw: { uid: string }, offset: string) => unknown
  onMessage: (message: { type: number; uid: string }, offset?: string) => unknown
}

/** One message of another node, named by `uid`, after the other. */
export type Take = (message: NodeMessage & { uid: string }) => void

/**
 * Socket.IO's adapter for Redis streams, with one record for all that a node has to tell at a moment: what a record costs to write, to
 * wake up for and to read is more than what a message in it does. What a node wrote itself it does not read.
 */
export async function gatheringAdapter(redis: Redis, take: Take): Promise<(namespace: Namespace) => never> {
  // Only where nodes share a Redis.
  const { createAdapter } = await import('@socket.io/redis-streams-adapter')
  const options = { streamName: 'parley', channelPrefix: 'parley', maxLen: STREAM_MAX, onlyPlaintext: true }
  const create = createAdapter(redis, options)
  // A function of the older kind: Socket.IO calls it with `new`.
  return function (namespace: Namespace) {
    const adapter = create(namespace) as unknown as StreamAdapter
    if (namespace.name === CARRIER) readGathered(adapter, take)
    return adapter as never
  }
}

/** Writes one record with all of the messages. */
export function writeGathered(carrier: Namespace, messages: readonly NodeMessage[]): Promise<unknown> {
  return adapterOf(carrier).publishAndReturnOffset({ type: GATHERED, data: { messages } })
}

/** Lets the adapter of a namespace do with a message of another node what it does with those of its kind. */
export function handOn(namespace: Namespace, message: NodeMessage & { uid: string }): void {
  adapterOf(namespace).onMessage(message)
}

const adapterOf = (namespace: Namespace): StreamAdapter => namespace.adapter as unknown as StreamAdapter

function readGathered(adapter: StreamAdapter, take: Take): void {
  const { onRawMessage, onMessage } = adapter
  adapter.onRawMessage = (raw, offset) =>
    raw.uid === adapter.uid ? undefined : onRawMessage.call(adapter, raw, offset)
  adapter.onMessage = (message, offset) => {
    if (message.type !== GATHERED) return onMessage.call(adapter, message, offset)
    const { success, data: record } = Gathered.safeParse(message)
    if (!success) return undefined
    for (const each of record.data.messages) take({ ...each, uid: record.uid })
    return undefined
  }
}
