import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { BSON } from 'mongodb'
import { runStore, SCALE, type RunningStore } from './running-store.js'

let running: RunningStore

beforeAll(async () => {
  running = await runStore()
})
afterAll(() => running.stop())
afterEach(async () => {
  expect(running.store.isAlive()).toBe(true)
  expect(await running.db.command({ ping: 1 })).toMatchObject({ ok: 1 })
})

/** Sends bytes on a connection of its own; answers what came back until it closed or fell silent. */
function exchange(bytes: Buffer, waitMs = 150): Promise<{ reply: Buffer; isClosed: boolean }> {
  return new Promise((resolve) => {
    const socket: Socket = connect(running.store.socketPath)
    const chunks: Buffer[] = []
    const end = ({ isClosed }: { isClosed: boolean }) => {
      socket.destroy()
      resolve({ reply: Buffer.concat(chunks), isClosed })
    }
    const timer = setTimeout(() => end({ isClosed: false }), waitMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      end({ isClosed: true })
    })
    socket.write(bytes)
  })
}

function frame(body: Buffer, options: { opCode?: number; length?: number } = {}): Buffer {
  const head = Buffer.alloc(16)
  head.writeInt32LE(options.length ?? 16 + body.length, 0)
  head.writeInt32LE(7, 4)
  head.writeInt32LE(options.opCode ?? 2013, 12)
  return Buffer.concat([head, body])
}

function message(document: Uint8Array, flags = 0): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32LE(flags, 0)
  return frame(Buffer.concat([head, document]))
}

const errorOf = (reply: Buffer) => BSON.deserialize(reply.subarray(21))

/** The memory of the store's process. */
function residentMiB(): number {
  const pid = execFileSync('pgrep', ['-f', `main.js .*${running.store.socketPath}`])
    .toString()
    .split('\n')[0]
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

test.each([
  ['a length below the header', frame(Buffer.alloc(4), { length: 3 })],
  ['a length beyond the limit', frame(Buffer.alloc(4), { length: 0x7fffffff })],
  ['a negative length', frame(Buffer.alloc(4), { length: -5 })],
  ['an unknown operation', frame(Buffer.alloc(30), { opCode: 4242 })],
  ['compression, which was never offered', frame(Buffer.alloc(30), { opCode: 2012 })],
  ['unknown required flags', message(BSON.serialize({ ping: 1, $db: 'admin' }), 1 << 5)],
  ['a message without a body', frame(Buffer.concat([Buffer.alloc(4), Buffer.from([1, 6, 0, 0, 0, 97, 0])]))],
  ['an unknown section', frame(Buffer.concat([Buffer.alloc(4), Buffer.from([9]), Buffer.alloc(20)]))],
])('%s closes the connection', async (_name, bytes) => {
  expect((await exchange(bytes, 2_000)).isClosed).toBe(true)
})

test('documents that lie about lengths get an error', async () => {
  const lying = Buffer.from(BSON.serialize({ ping: 1, text: 'abcdef', $db: 'admin' }))
  lying.writeInt32LE(0x7ffffff0, lying.indexOf('text') + 5)
  expect(errorOf((await exchange(message(lying))).reply)).toMatchObject({ ok: 0, code: 22 })
})

test('documents nested too deeply get an error', async () => {
  let deep: Record<string, unknown> = {}
  for (let level = 0; level < 400; level++) deep = { a: deep }
  const { reply } = await exchange(message(BSON.serialize({ insert: 'x', documents: [deep], $db: 'test' })))
  expect(errorOf(reply)).toMatchObject({ ok: 0, code: 22 })
})

test('a document may grow to 16 MiB and no further', async () => {
  const items = running.db.collection<{ _id: number }>('large')
  await items.insertOne({ _id: 1, text: 'x'.repeat(15 * 1024 * 1024) } as never)
  await expect(
    items.updateOne({ _id: 1 }, { $set: { more: 'y'.repeat(2 * 1024 * 1024) } as never }),
  ).rejects.toMatchObject({ code: 10334 })
  expect(await items.findOne({ _id: 1 }, { projection: { more: 1 } })).toEqual({ _id: 1 })
})

test('a connection cut in the middle of a message leaves nothing behind', async () => {
  const whole = message(BSON.serialize({ insert: 'cut', documents: [{ a: 1 }], $db: 'test' }))
  for (let size = 1; size < whole.length; size += 7) await exchange(whole.subarray(0, size), 2)
  expect(await running.db.collection('cut').countDocuments({})).toBe(0)
})

test('announcing much and sending little takes little memory, and is given back', async () => {
  const lengths = Buffer.alloc(64 * 1024)
  lengths.writeInt32LE(47 * 1024 * 1024, 0)
  lengths.writeInt32LE(2013, 12)
  const before = residentMiB()
  const held = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const socket = connect(running.store.socketPath)
      await new Promise((resolve) => socket.write(lengths, resolve))
      return socket
    }),
  )
  await running.db.command({ ping: 1 })
  expect(residentMiB() - before).toBeLessThan(100)
  for (const socket of held) socket.destroy()
})

test('random and mutated frames never end the store', async () => {
  const good = message(
    BSON.serialize({ find: 'x', filter: { a: { $gt: 1 }, b: [1, 'two', { c: null }] }, sort: { a: 1 }, $db: 'test' }),
  )
  for (let round = 0; round < 150 * SCALE; round++) {
    const mutated = Buffer.from(good)
    for (let change = 0; change < 1 + (round % 4); change++)
      mutated[16 + Math.floor(Math.random() * (good.length - 16))] = Math.floor(Math.random() * 256)
    await exchange(round % 5 === 0 ? frame(randomBytes(40)) : mutated, 3)
  }
})

test('a first hello by OP_QUERY is answered', async () => {
  const query = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from('admin.$cmd\0'),
    Buffer.alloc(8),
    Buffer.from(BSON.serialize({ ismaster: 1, helloOk: true })),
  ])
  query.writeInt32LE(-1, 4 + 11 + 4)
  const { reply } = await exchange(frame(query, { opCode: 2004 }))
  expect(BSON.deserialize(reply.subarray(36))).toMatchObject({
    ismaster: true,
    maxWireVersion: 17,
    setName: 'embedded',
    ok: 1,
  })
})

test('messages in one packet are answered in order', async () => {
  const ping = message(BSON.serialize({ ping: 1, $db: 'admin' }))
  const { reply } = await exchange(Buffer.concat([ping, ping, ping]))
  expect(reply.length).toBe(3 * reply.readInt32LE(0))
})
