import { BsonType } from '../bson/bson-type.js'
import { BsonWriter } from '../bson/writer.js'
import type { DocumentStream } from '../query/cursors.js'
import type { Store } from '../store.js'

const FIRST_BATCH = 101
const MAX_BATCH_BYTES = 16 * 1024 * 1024

/** The reply to find, aggregate and getMore: documents copied as they lie, and the cursor's number while there are more. */
export function firstBatch(
  store: Store,
  namespace: string,
  stream: DocumentStream,
  options: { batchSize?: number | undefined; isSingle?: boolean } = {},
): Buffer {
  const { documents, ahead } = take(stream, undefined, options.batchSize ?? FIRST_BATCH)
  stream.pause()
  const id = ahead && !options.isSingle ? store.cursors.add(namespace, stream, ahead).id : 0n
  return batchReply('firstBatch', namespace, id, documents)
}

export function nextBatch(store: Store, id: bigint, batchSize: number | undefined): Buffer {
  const cursor = store.cursors.get(id)
  const { documents, ahead } = take(cursor.stream, cursor.ahead, batchSize || Infinity)
  cursor.stream.pause()
  cursor.ahead = ahead
  if (!ahead) store.cursors.close(id)
  return batchReply('nextBatch', cursor.namespace, ahead ? id : 0n, documents)
}

function take(
  stream: DocumentStream,
  first: Buffer | undefined,
  count: number,
): { documents: Buffer[]; ahead: Buffer | undefined } {
  const documents: Buffer[] = []
  let bytes = 0
  let ahead = first ?? stream.next()
  while (ahead && documents.length < count && (documents.length === 0 || bytes + ahead.length < MAX_BATCH_BYTES)) {
    documents.push(ahead)
    bytes += ahead.length
    ahead = stream.next()
  }
  return { documents, ahead }
}

function batchReply(
  name: 'firstBatch' | 'nextBatch',
  namespace: string,
  id: bigint,
  documents: readonly Buffer[],
): Buffer {
  const writer = new BsonWriter().nest('cursor', BsonType.document).nest(name, BsonType.array)
  documents.forEach((document, index) => writer.document(String(index), document))
  return writer.close().int64('id', id).string('ns', namespace).close().double('ok', 1).finish()
}

/** Documents that are all there already. */
export function streamOf(documents: readonly Buffer[]): DocumentStream {
  let at = 0
  return { next: () => documents[at++], pause: () => {} }
}
