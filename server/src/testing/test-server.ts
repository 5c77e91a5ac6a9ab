import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Listening } from '../announce-start.js'

const PROGRAM = join(__dirname, '..', '..', 'dist', 'bootstrap.js')
const START_WITHIN_MS = 90_000

/** A built server running as a process of its own, reached as anybody else would: by HTTP and sockets. */
export interface TestServer {
  url: string
  port: number
  listening: Listening
  process: ChildProcess
  /** Standard output and error so far. */
  output: () => string
  /** What the command guard recorded: queries without tenant, index or durability. */
  guardRecord: () => string[]
  /** SIGKILL: nothing is finished. Resolves when the process is gone. */
  kill: () => Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | null>
}

/**
 * Starts a server. `environment` comes on top of the test's defaults: a free port, the demo, generous limits. A preload is
 * a module that is loaded first, for faults that production code must not know.
 */
export async function startServer(options: {
  environment: Record<string, string>
  preload?: string
}): Promise<TestServer> {
  const scratch = mkdtempSync(join(tmpdir(), 'parley-server-'))
  const guardFile = join(scratch, 'guard')
  writeFileSync(guardFile, '')
  const child = fork(PROGRAM, {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: join(scratch, 'data'),
      LOG_LEVEL: 'warn',
      MESSAGES_PER_SECOND: '1000',
      MESSAGES_BURST: '1000',
      SESSIONS_PER_MINUTE: '100000',
      UNREAD_PER_MINUTE: '100000',
      PARLEY_GUARD_FILE: guardFile,
      PARLEY_GUARD_EXPLAIN: process.env['PARLEY_GUARD_EXPLAIN'] ?? 'off',
      ...options.environment,
    },
    execArgv: options.preload === undefined ? [] : ['--require', options.preload],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code))
  })
  const listening = await untilListening(child, () => output)
  const url = `http://127.0.0.1:${new URL(listening.url).port}`
  let record: string[] | undefined
  const readRecord = () => readFileSync(guardFile, 'utf8').split('\n').filter(Boolean)
  return {
    url,
    port: Number(new URL(listening.url).port),
    listening,
    process: child,
    output: () => output,
    guardRecord: () => record ?? readRecord(),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.kill('SIGTERM')
      const code = await ended
      record = readRecord()
      rmSync(scratch, { recursive: true, force: true })
      return code
    },
  }
}

function untilListening(child: ChildProcess, output: () => string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The server did not listen in time:\n${output()}`)),
      START_WITHIN_MS,
    )
    child.once('message', (message) => {
      clearTimeout(timer)
      resolve(message as Listening)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The server ended with ${code}:\n${output()}`))
    })
  })
}
