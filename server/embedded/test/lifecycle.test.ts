import { execFileSync, spawn } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BSON, Long } from 'mongodb'
import { startEmbeddedStore, type ExitInfo } from '../src/index.js'
import { runStore, temporaryFolder } from './running-store.js'

const ENTRY = join(import.meta.dirname ?? __dirname, '../dist/index.js')

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !condition() && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(condition()).toBe(true)
}

function pidOf(socketPath: string): number {
  return Number(
    execFileSync('pgrep', ['-f', `main.js .*${socketPath}`])
      .toString()
      .split('\n')[0],
  )
}

test('the store ends when its parent is killed, and the folder is free for the next', async () => {
  const directory = temporaryFolder()
  const script = `
    import(${JSON.stringify(pathToFileURL(ENTRY).href)}).then(async ({ startEmbeddedStore }) => {
      const store = await startEmbeddedStore({ directory: ${JSON.stringify(directory)} })
      console.log(store.socketPath)
      setInterval(() => {}, 1000)
    })`
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const socketPath = await new Promise<string>((resolve) =>
    parent.stdout.once('data', (chunk) => resolve(String(chunk).trim())),
  )
  const pid = pidOf(socketPath)
  parent.kill('SIGKILL')
  const next = await startEmbeddedStore({ directory })
  expect(next.isAlive()).toBe(true)
  await until(() => !isRunning(pid))
  await next.stop()
  rmSync(directory, { recursive: true })
})

test('a CommonJS server may require it, and a process that forgets to stop it can still end', () => {
  const directory = temporaryFolder()
  const script = `const { startEmbeddedStore } = require(${JSON.stringify(ENTRY)})
    startEmbeddedStore({ directory: ${JSON.stringify(directory)} }).then((store) => console.log(store.isAlive()))`
  const output = execFileSync(process.execPath, ['--no-warnings', '-e', script], { timeout: 30_000 }).toString()
  expect(output.trim()).toBe('true')
  rmSync(directory, { recursive: true })
})

test('a store that dies is seen, told, and started again on the same socket', async () => {
  const exits: ExitInfo[] = []
  const running = await runStore({ onExit: (info) => exits.push(info) })
  await running.db.collection('items').insertOne({ a: 1 })
  expect(statSync(running.store.socketPath).mode & 0o777).toBe(0o600)
  process.kill(pidOf(running.store.socketPath), 'SIGKILL')
  await until(() => !running.store.isAlive())
  expect(exits).toMatchObject([{ signal: 'SIGKILL', message: 'The embedded store ended with SIGKILL.' }])
  await until(() => running.store.isAlive())
  expect(await running.db.collection('items').countDocuments({})).toBe(1)
  await running.stop()
})

test('a retryable write that is sent twice happens once, also when the store died in between', async () => {
  const running = await runStore()
  const lsid = { id: new BSON.UUID() }
  const send = (number: number) =>
    running.db.command({
      update: 'counters',
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } }, upsert: true }],
      lsid,
      txnNumber: Long.fromNumber(number),
    })
  const first = await send(1)
  expect(await send(1)).toEqual(first)
  process.kill(pidOf(running.store.socketPath), 'SIGKILL')
  await until(() => !running.store.isAlive())
  await until(() => running.store.isAlive())
  expect(await send(1)).toEqual(first)
  await send(2)
  await expect(send(1)).rejects.toMatchObject({ code: 225 })
  expect(await running.db.collection('counters').find().toArray()).toMatchObject([{ n: 2 }])
  await running.stop()
})
