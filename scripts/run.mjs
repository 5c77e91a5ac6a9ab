// Runs child processes that never outlive this one.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')
const isWindows = process.platform === 'win32'

/** @typedef {{ ok: boolean, code: number | null, output: string, seconds: number }} Outcome */
/**
 * @typedef {object} RunOptions
 * @property {string | undefined} [folder] Where it runs, from the root.
 * @property {Record<string, string>} [env]
 * @property {(line: string) => void} [onLine] Sees each line of output as it comes.
 * @property {boolean} [isShown] Passes the output on at once.
 * @property {number} [limitMs] Killed after this long.
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGTERM')))

/** A failure that one sentence explains: shown without a stack. */
export class PlainError extends Error {}

/** A group of its own, so that what a shell started can be ended with it. @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return
  try {
    process.kill(isWindows ? child.pid : -child.pid, signal)
  } catch {
    // It has ended already.
  }
}

/** Says a line of progress. @param {string} line */
export const say = (line) => console.log(`parley: ${line}`)

/** Runs a script's main part: a plain failure is told in one sentence, with exit code 1. @param {() => Promise<void>} main */
export async function command(main) {
  try {
    await main()
  } catch (error) {
    const sentence = sentenceFor(error)
    if (sentence === undefined) throw error
    console.error(sentence)
    process.exit(1)
  }
}

/** What to tell people of a failure; undefined for those that nobody expected. @param {unknown} error */
export function sentenceFor(error) {
  if (error instanceof PlainError) return error.message
  const { code = '', path = '' } = /** @type {NodeJS.ErrnoException} */ (error)
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return `${path} cannot be written: give this user the right to.`
  if (code === 'ENOSPC') return 'The disk is full.'
  return undefined
}

/** Ends this process, and with it what it runs, when somebody asks for that. */
export function endOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130))
}

/**
 * Runs a command line as a package's script would run: with the programs that the package installed.
 * @param {string} command
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, { folder = '.', env = {}, onLine, isShown = false, limitMs } = {}) {
  const cwd = join(ROOT, folder)
  const path = [join(cwd, 'node_modules/.bin'), join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const since = Date.now()
  const child = spawn(command, {
    cwd,
    shell: true,
    detached: !isWindows,
    env: { ...process.env, ...env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text
      if (isShown) process.stdout.write(text)
      if (onLine) text.split('\n').forEach(onLine)
    })
  }
  const timer = limitMs === undefined ? undefined : setTimeout(() => signalGroup(child, 'SIGKILL'), limitMs)
  return new Promise((resolve) => {
    child.on('close', (code) => {
      running.delete(child)
      clearTimeout(timer)
      resolve({ ok: code === 0, code, output, seconds: (Date.now() - since) / 1000 })
    })
  })
}

/**
 * Works through a list with so many hands at once.
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {{ hands: number, work: (item: Item) => Promise<Result> }} how
 * @returns {Promise<Result[]>}
 */
export async function together(items, { hands, work }) {
  /** @type {Result[]} */
  const results = []
  const queue = [...items.entries()]
  const hand = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: hands }, hand))
  return results
}
