// Files: what carrying them costs against a plain server, in memory, and what videos cost those who chat meanwhile.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beginVisit } from '@parley/server/testing/client-connection'
import { drawn, MadeMedia } from '@parley/server/testing/media'
import { SimulatedContact } from '@parley/server/testing/simulated-people'
import { startDurableStore, startParley, startPlainUpload } from '../harness/children.mjs'
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { quantile, spread } from '../harness/statistics.mjs'
import { document, fileOf, MB, partBytesOf, uploadPlainly, uploadToParley } from '../load/upload.mjs'

const FULL = { rounds: 5, carriedBytes: 128 * MB, memory: [1 * MB, 1_024 * MB], videos: 10 }
const QUICK = { rounds: 3, carriedBytes: 32 * MB, memory: [1 * MB, 128 * MB], videos: 10 }
/** Messages in a second, sent when their time comes whether or not earlier ones were answered. */
const CHAT_RATE = 20
const IDLE_MS = 8_000
const LIMITS = { FILE_MAX_MB: '2048', UPLOADS_PER_DAY_MB: '100000' }

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const residentBytes = (pid) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

/** Both sides carry the same bytes in turn; the seconds of each. */
async function carry({ contact, server, plain, size, say }) {
  const file = document(size.carriedBytes, await partBytesOf(contact))
  const rounds = []
  for (let round = 0; round < size.rounds; round += 1) {
    const plainly = await uploadPlainly(plain.port, file)
    const { attachmentId, carried, whole } = await uploadToParley(contact, server.url, file)
    await contact.call('attachments:cancelUpload', { attachmentId })
    rounds.push({ plainly, carried, whole })
    say(`round ${round + 1}: plain ${fixed(plainly, 2)} s, parts ${fixed(carried, 2)} s, verified ${fixed(whole, 2)} s`)
  }
  return rounds
}

/** How much more the server holds at most while a file of a size comes in and is verified. */
async function memoryFor({ contact, server, bytes, say }) {
  const file = document(bytes, await partBytesOf(contact))
  await sleep(2_000)
  const before = residentBytes(server.pid)
  let most = before
  const watch = setInterval(() => (most = Math.max(most, residentBytes(server.pid))), 20)
  const { attachmentId } = await uploadToParley(contact, server.url, file)
  clearInterval(watch)
  await contact.call('attachments:cancelUpload', { attachmentId })
  say(`${bytes / MB} MB: ${fixed((most - before) / MB, 0)} MB more than ${fixed(before / MB, 0)} MB`)
  return { bytes, before, grown: most - before }
}

/** Sends words at a steady rate until it is told to stop; the milliseconds from each one's time to its ack. */
async function chat(contact, until) {
  const latencies = []
  const sent = []
  const start = performance.now()
  for (let count = 0; !until(); count += 1) {
    const due = start + (1_000 * count) / CHAT_RATE
    await sleep(Math.max(0, due - performance.now()))
    const content = { type: 'text', text: `message ${count}` }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    sent.push(contact.call('conversations:sendMessage', message).then(() => latencies.push(performance.now() - due)))
  }
  await Promise.all(sent)
  return latencies.sort((one, other) => one - other)
}

/** Videos that browsers cannot play as they are, so that each is looked at and drawn anew; resolves when all have been. */
async function processVideos({ sender, server, content, count }) {
  const seconds = []
  const ready = new Map()
  const told = new Promise((resolve) => {
    sender.socket.on('conversations:entryAppended', ({ entry }) => {
      if (entry.kind !== 'mediaReady') return
      seconds.push((performance.now() - ready.get(entry.attachment.id)) / 1000)
      if (seconds.length === count) resolve()
    })
  })
  const made = []
  const file = fileOf({ name: 'a.mov', type: 'video/quicktime', content, partBytes: await partBytesOf(sender) })
  for (let index = 0; index < count; index += 1) made.push(await uploadToParley(sender, server.url, file))
  for (const { attachmentId: id } of made) {
    ready.set(id, performance.now())
    const content = { type: 'files', attachmentIds: [id], text: '' }
    await sender.call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content })
  }
  await told
  sender.socket.off('conversations:entryAppended')
  return spread(seconds)
}

async function chatBeside({ server, size, videos, say }) {
  const rounds = []
  // The first videos of a process find it cold.
  const first = await visitor(server, 'a first sender')
  await processVideos({ sender: first, server, content: videos, count: 2 })
  first.close()
  for (let round = 0; round < size.rounds; round += 1) {
    const contact = await visitor(server, `writer ${round}`)
    const sender = await visitor(server, `sender ${round}`)
    const idleUntil = performance.now() + IDLE_MS
    const idle = await chat(contact, () => performance.now() > idleUntil)
    let isOver = false
    const processing = processVideos({ sender, server, content: videos, count: size.videos }).finally(
      () => (isOver = true),
    )
    const busy = await chat(contact, () => isOver)
    const covers = await processing
    rounds.push({
      idle: quantile(idle, 0.99),
      busy: quantile(busy, 0.99),
      p50: [quantile(idle, 0.5), quantile(busy, 0.5)],
      covers,
    })
    const { idle: calm, busy: strained } = rounds.at(-1)
    say(
      `round ${round + 1}: p99 ${fixed(calm, 1)} ms idle, ${fixed(strained, 1)} ms beside videos (${busy.length} messages)`,
    )
    contact.close()
    sender.close()
  }
  return rounds
}

async function visitor(server, name) {
  return SimulatedContact.connect(server.url, await beginVisit(server.url), name)
}

/** Some seconds of a moving picture in a form that has to be drawn anew. */
function madeVideo(media) {
  const picture = drawn('testsrc2=size=1280x720:rate=25:duration=4')
  return media.bytes('a.mov', ...picture, '-c:v', 'mpeg4', '-q:v', '5', '-pix_fmt', 'yuv420p')
}

export async function run({ isQuick, say }) {
  const size = isQuick ? QUICK : FULL
  const media = new MadeMedia()
  const store = await startDurableStore()
  const server = await startParley({ uri: store.uri, environment: LIMITS })
  const plain = await startPlainUpload()
  try {
    const contact = await visitor(server, 'an uploader')
    const carried = await carry({ contact, server, plain, size, say })
    const memory = []
    for (const bytes of size.memory) memory.push(await memoryFor({ contact, server, bytes, say }))
    contact.close()
    const chats = await chatBeside({ server, size, videos: madeVideo(media), say })
    return report({ carried, memory, chats, size })
  } finally {
    await plain.stop()
    await server.stop()
    await store.stop()
    media.remove()
  }
}

function report({ carried, memory, chats, size }) {
  const speed = (pick) => spread(carried.map((round) => size.carriedBytes / MB / pick(round)))
  const of = (name, { median, min, max }, digits) => [name, ...[median, min, max].map((value) => fixed(value, digits))]
  const ratio = (pick) => spread(carried.map((round) => round.plainly / pick(round)))
  const latency = spread(chats.map(({ idle, busy }) => busy / idle))
  return {
    goals: [
      goal({ id: 'M1', what: 'chat p99 beside ten videos / idle', ...latency, floor: 1.5, goal: 1.5, better: 'less' }),
    ],
    lines: table(
      ['figure', 'median', 'min', 'max'],
      [
        of(
          'plain server, MB/s',
          speed(({ plainly }) => plainly),
          0,
        ),
        of(
          'parts through Parley, MB/s',
          speed((round) => round.carried),
          0,
        ),
        of(
          'parts / plain',
          ratio((round) => round.carried),
          2,
        ),
        of(
          'verified through Parley, MB/s',
          speed(({ whole }) => whole),
          0,
        ),
        of(
          'verified / plain',
          ratio(({ whole }) => whole),
          2,
        ),
        ...memory.map(({ bytes, grown }) =>
          of(`memory more at most for ${bytes / MB} MB, MB`, spread([grown / MB]), 0),
        ),
        of('from message to cover, ten at once, s', spread(chats.map(({ covers }) => covers.median)), 2),
        of('ack p50 idle, ms', spread(chats.map(({ p50 }) => p50[0])), 1),
        of('ack p50 beside videos, ms', spread(chats.map(({ p50 }) => p50[1])), 1),
        of('ack p99 idle, ms', spread(chats.map(({ idle }) => idle)), 1),
        of('ack p99 beside videos, ms', spread(chats.map(({ busy }) => busy)), 1),
      ],
    ),
  }
}

export const title = 'Files and videos (M1)'
export const method = [
  'A visitor uploads a document in parts of 5 MiB into the local folder, and the same parts go to a plain server that streams each body to a',
  'file, in turn within each round; `verified` includes putting the parts together, syncing, SHA-256 and recognising the content. Memory is what the',
  'server holds more of at most while a file comes in. Then one visitor writes 20 messages/s, first alone and then while ten videos of',
  'another (4 s, 720p, to be drawn anew) come in and are looked at two at a time; latency counts from when a message was due to its ack.',
  'What only a client costs (the hash of its file) is made beforehand, and two videos go first, because they find the process cold.',
]
