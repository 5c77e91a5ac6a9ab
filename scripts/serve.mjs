// Runs the built server as a child until somebody stops it; shows where it listens and who may sign in.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { ROOT, command, say, signalGroup } from './run.mjs'

const SERVER = join(ROOT, 'server/dist/bootstrap.js')
/** How long a stopping server may take to hand over its connections. */
const STOP_LIMIT_MS = 30_000
/** npm passes a Ctrl-C on that the terminal has sent already: only a later one means "now". */
const IMPATIENT_AFTER_MS = 1_000

/**
 * What the server says once it listens.
 * @typedef {object} Listening
 * @property {'listening'} type
 * @property {{ label: string, url: string }[]} addresses
 * @property {{ label: string, login: string, password: string }[]} accounts
 * @property {string} url
 * @property {string | null} setUpSecret Opens the page where the first account is made.
 */

export async function serve() {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let server = undefined
  let stoppingSince = 0
  const stop = () => {
    if (server === undefined) process.exit(0)
    if (stoppingSince === 0) {
      stoppingSince = Date.now()
      say('stopping')
      server.kill('SIGTERM')
      setTimeout(() => server && signalGroup(server, 'SIGKILL'), STOP_LIMIT_MS).unref()
    } else if (Date.now() - stoppingSince > IMPATIENT_AFTER_MS) signalGroup(server, 'SIGKILL')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  stopWithParent(stop)

  await command(async () => {
    if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
    await prepare(say)
  })
  server = startServer()
  server.on('exit', (code) => process.exit(stoppingSince > 0 ? 0 : (code ?? 1)))
}

/** In a group of its own, so that a Ctrl-C in the terminal reaches it once: from here. */
function startServer() {
  const server = spawn(process.execPath, [SERVER], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  })
  server.on('message', (/** @type {Listening} */ message) => {
    if (message.type === 'listening') welcome(message)
  })
  return server
}

/** @param {Listening} listening */
function welcome({ addresses, accounts, url, setUpSecret }) {
  const width = Math.max(...[...addresses, ...accounts].map(({ label }) => label.length))
  const lines = [
    'Parley is running. Ctrl-C stops it.',
    '',
    ...addresses.map(({ label, url }) => `  ${label.padEnd(width)}  ${url}`),
    ...(accounts.length > 0 ? ['', 'Accounts of the demo:'] : []),
    ...accounts.map(({ label, login, password }) => `  ${label.padEnd(width)}  ${login} / ${password}`),
    ...(setUpSecret === null ? [] : ['', 'Nobody can sign in yet. Make the first account:', `  ${url}/setup`]),
    ...(setUpSecret === null ? [] : [`  with this secret, told only now: ${setUpSecret}`]),
  ]
  console.log(`\n${lines.join('\n')}\n`)
}

/** A killed npm takes its shell along but not us: then nobody could stop the server any more. @param {() => void} stop */
function stopWithParent(stop) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 1_000)
}
