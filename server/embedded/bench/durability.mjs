// Shows by strace that a write is answered only once it is on disk: node bench/durability.mjs. Needs Linux, strace and a build.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../dist/index.js'

const WRITES = 50
const ATTACHED_WITHIN_MS = 10_000
/** The header is written through a descriptor of its own; with this flag a write returns when it is on disk. */
const O_DSYNC = 0o10000

const directory = mkdtempSync(join(tmpdir(), 'embedded-durability-'))
const trace = join(directory, 'trace')
const store = await startEmbeddedStore({ directory: join(directory, 'store') })
const client = await new MongoClient(store.uri, { maxPoolSize: 1 }).connect()
const items = client.db('trace').collection('items')
await items.insertOne({ n: -1 })

const pid = Number(execFileSync('pgrep', ['-f', store.socketPath]).toString().split('\n')[0])
const calls = 'trace=write,writev,pwrite64,pwritev,fdatasync,fsync,msync,read'
const strace = spawn('strace', ['-f', '-y', '-s', '64', '-e', calls, '-o', trace, '-p', String(pid)])
let said = ''
strace.stderr.on('data', (chunk) => (said += String(chunk)))
const end = Date.now() + ATTACHED_WITHIN_MS
while (!said.includes('attached')) {
  if (Date.now() > end || strace.exitCode !== null) throw new Error(`strace did not attach: ${said}`)
  await new Promise((resolve) => setTimeout(resolve, 20))
}
const synchronous = synchronousDescriptors(pid)
for (let n = 0; n < WRITES; n++) await items.insertOne({ n })
strace.kill('SIGINT')
await new Promise((resolve) => strace.once('exit', resolve))
await client.close()
await store.stop()

const { kinds, early } = ordered(readFileSync(trace, 'utf8').split('\n'))
rmSync(directory, { recursive: true, force: true })
process.stdout.write(
  `${kinds.replies} of ${WRITES} inserts answered; each after fdatasync and a write of the header: ${early === 0 ? 'yes' : `no, ${early} too early`}; the header's descriptor has O_DSYNC: ${synchronous ? 'yes' : 'no'}\n`,
)
process.exitCode = kinds.replies === WRITES && early === 0 && synchronous ? 0 : 1

/** Whether a descriptor of the data file writes synchronously. */
function synchronousDescriptors(ofProcess) {
  const folder = `/proc/${ofProcess}`
  return readdirSync(`${folder}/fd`).some((descriptor) => {
    if (!readlinkSync(`${folder}/fd/${descriptor}`).endsWith('data.mdb')) return false
    const [, flags = '0'] = /flags:\s+(\d+)/.exec(readFileSync(`${folder}/fdinfo/${descriptor}`, 'utf8')) ?? []
    return (parseInt(flags, 8) & O_DSYNC) !== 0
  })
}

/** Walks the calls in the order in which they returned: a request, the data's fdatasync, the header's write, the reply. */
function ordered(lines) {
  const kinds = { replies: 0 }
  let [isSynced, isHeaderWritten, early] = [false, false, 0]
  const unfinished = new Map()
  for (const line of lines) {
    const [, thread, rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.includes('<unfinished')) {
      unfinished.set(thread, rest)
      // A reply counts from the moment in which it may leave, everything else from its end.
      if (!isReply(rest)) continue
    }
    const call = rest.startsWith('<... ') ? (unfinished.get(thread) ?? '') + rest : rest
    if (rest.startsWith('<... ') && isReply(call)) continue
    if (call.startsWith('read(') && call.includes('insert')) [isSynced, isHeaderWritten] = [false, false]
    else if (call.startsWith('fdatasync(') && call.includes('data.mdb') && call.includes('= 0')) isSynced = true
    else if (call.startsWith('pwrite64(') && call.includes('data.mdb') && /, 128, (40|4136)\) += 128/.test(call))
      isHeaderWritten = isSynced
    else if (isReply(call)) {
      kinds.replies++
      if (!isHeaderWritten) early++
    }
  }
  return { kinds, early }
}

/** The store's answer to an insert: OP_MSG with a count. */
function isReply(call) {
  return /^write\(\d+<(socket|UNIX)/.test(call) && call.includes('\\20n\\0\\1')
}
