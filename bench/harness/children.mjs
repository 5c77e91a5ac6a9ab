// The processes of a measurement. Each is told to end by its own pid, and ends by itself when this process is gone.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedStore } from '@parley/embedded-store'
import { startServer } from '@parley/server/testing/test-server'

const BENCH = join(import.meta.dirname, '..')
const DATABASE = 'parley'
const PROFILER = join(BENCH, 'harness/profiler.cjs')
/** Loaded into a server instead of the profiler, it writes what the server holds. */
export const WEIGHER = join(BENCH, 'harness/weigher.cjs')

/** Limits are for people; a measurement is many people at one address. */
const ENVIRONMENT = {
  NODE_ENV: 'development',
  DEMO: 'on',
  MESSAGES_PER_SECOND: '100000',
  MESSAGES_BURST: '100000',
  SESSIONS_PER_MINUTE: '100000',
}

const withDatabase = (uri) => uri.replace('/?', `/${DATABASE}?`)

/** `profileFile`: where the process writes what it knows of itself when it gets SIGUSR2, by the `preload`. */
function start(script, { args = [], profileFile, preload = PROFILER } = {}) {
  const isProfiled = profileFile !== undefined
  return fork(join(BENCH, script), args, {
    execArgv: isProfiled ? ['--require', preload] : [],
    env: { ...process.env, ...(isProfiled ? { BENCH_PROFILE: profileFile } : {}) },
  })
}

/** Linux lists the children of a process by its main thread. */
const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Nothing is finished; whoever starts it `again` finds it on the same port. */
async function kill(child) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

export async function startBareRelay({ profileFile, preload, port: wanted = 0 } = {}) {
  const child = start('baseline/bare-relay.mjs', { args: [wanted], profileFile, preload })
  const [{ port }] = await once(child, 'message')
  const again = () => startBareRelay({ profileFile, preload, port })
  return { port, pid: child.pid, again, kill: () => kill(child), stop: () => end(child) }
}

/** Conversations as whole values in a Redis. */
export async function startWholeConversations({ redisUrl }) {
  const child = start('baseline/whole-conversation.mjs', { args: [redisUrl] })
  const [{ port }] = await once(child, 'message')
  const fill = async (task) => {
    child.send(task)
    await once(child, 'message')
  }
  return { port, pid: child.pid, fill, stop: () => end(child) }
}

/** Midway with the components that Parley uses, and nothing else. */
export async function startBareMidway() {
  const child = start('baseline/bare-midway.cjs')
  const [{ port }] = await once(child, 'message')
  return { port, pid: child.pid, stop: () => end(child) }
}

/** Takes files in and does nothing else. */
export async function startPlainUpload() {
  const child = start('baseline/plain-upload.mjs')
  const [{ port }] = await once(child, 'message')
  return { port, stop: () => end(child) }
}

export async function startNullStore() {
  const path = join(mkdtempSync(join(tmpdir(), 'null-')), 's.sock')
  const child = start('null-store/main.mjs', { args: [path] })
  await once(child, 'message')
  const uri = `mongodb://${encodeURIComponent(path)}/${DATABASE}?directConnection=true`
  return { uri, pid: child.pid, stop: () => end(child) }
}

export async function startDurableStore() {
  const directory = mkdtempSync(join(tmpdir(), 'store-'))
  const before = childrenOf(process.pid)
  const store = await startEmbeddedStore({ directory })
  const pid = childrenOf(process.pid).find((each) => !before.includes(each))
  return { uri: withDatabase(store.uri), pid, stop: () => store.stop() }
}

/** Parley as it is built, on a store. */
export async function startParley(options) {
  const { uri, profileFile, preload = PROFILER, environment = {}, port = 0 } = options
  const isProfiled = profileFile !== undefined
  const server = await startServer({
    environment: {
      ...ENVIRONMENT,
      ...environment,
      MONGODB_URI: uri,
      PORT: String(port),
      ...(isProfiled ? { BENCH_PROFILE: profileFile } : {}),
    },
    ...(isProfiled ? { preload } : {}),
  })
  const { url, kill, stop } = server
  const again = () => startParley({ ...options, port: server.port })
  return { port: server.port, url, pid: server.process.pid, again, kill, stop }
}

/** A load client, asked by `ask(task, input)`. */
export async function startLoad() {
  const child = start('load/main.mjs')
  const ended = once(child, 'exit').then(([code]) => ({ error: `a load client ended with ${code}` }))
  return {
    async ask(task, input) {
      child.send({ task, ...input })
      const { result, error } = await Promise.race([once(child, 'message').then(([message]) => message), ended])
      if (error !== undefined) throw new Error(error)
      return result
    },
    stop: () => end(child),
  }
}
