import net from 'node:net'
import type { Socket } from 'node:net'
import mongoose from 'mongoose'
import type { mongo } from 'mongoose'
import { newDatabase } from '../src/testing/test-database.js'
import type { TestDatabase } from '../src/testing/test-database.js'

/** Without an answer this fails soon, not after the long time that others may take. */
const ANSWERED_WITHIN_MS = 20_000

/** Lets what is asked of a connection fall into the moment between the end of its socket and the word of it. */
function askAtItsEnd<Answer>(socket: Socket, ask: () => Promise<Answer>): Promise<Answer> {
  const destroy = socket._destroy.bind(socket)
  return new Promise((resolve, reject) => {
    socket._destroy = (error, done) => {
      destroy(error, done)
      ask().then(resolve, reject)
    }
    socket.destroy()
  })
}

describe('a line to the store that breaks in the moment in which it is used', () => {
  let database: TestDatabase
  let client: mongo.MongoClient
  const sockets: Socket[] = []

  beforeAll(async () => {
    database = newDatabase()
    const connect = net.createConnection.bind(net) as (...options: unknown[]) => Socket
    jest.spyOn(net, 'createConnection').mockImplementation((...options: unknown[]) => {
      const socket = connect(...options)
      sockets.push(socket)
      return socket
    })
    client = new mongoose.mongo.MongoClient(database.uri, { maxPoolSize: 1, retryReads: false, retryWrites: false })
    await client.connect()
    await client.db().collection('lines').insertOne({ text: 'before' })
  })

  afterAll(async () => {
    jest.restoreAllMocks()
    await client.close()
    await database.drop()
  })

  const pooled = (): Socket => {
    const newest = sockets.at(-1)
    if (newest === undefined) throw new Error('The driver opened no connection of its own')
    return newest
  }

  it(
    'ends what is asked with an error, and the next is answered',
    async () => {
      const lines = client.db().collection('lines')
      await expect(askAtItsEnd(pooled(), () => lines.insertOne({ text: 'lost' }))).rejects.toThrow('closed')
      expect(await lines.countDocuments({ text: 'before' })).toBe(1)
    },
    ANSWERED_WITHIN_MS,
  )

  it(
    'ends a write that waits for the line to drain',
    async () => {
      const lines = client.db().collection('lines')
      await lines.findOne()
      const socket = pooled()
      const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
      // What is written stays here, as on a line whose other end has stopped to read.
      socket.write = () => false
      const asked = lines.insertOne({ text: 'stuck' })
      const refused = expect(asked).rejects.toThrow('closed')
      await new Promise((resolve) => setImmediate(resolve))
      socket.write = write
      socket.destroy()
      await refused
      expect(await lines.countDocuments({ text: 'stuck' })).toBe(0)
    },
    ANSWERED_WITHIN_MS,
  )
})
