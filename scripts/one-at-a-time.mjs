// Lets one process at a time install and build in this working copy; the others wait, then find it done.
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const LOCK = join(tmpdir(), `parley-${createHash('sha256').update(ROOT).digest('hex').slice(0, 16)}.lock`)
const LOOK_AGAIN_MS = 200
const ABANDONED_AFTER_MS = 10 * 60_000

/** @param {() => Promise<void>} work */
export async function oneAtATime(work) {
  while (!take()) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  try {
    await work()
  } finally {
    rmSync(LOCK, { force: true })
  }
}

/** The lock names its holder, so that one who was killed blocks nobody. */
function take() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isAbandoned()) rmSync(LOCK, { force: true })
    return false
  }
}

/** Old counts as abandoned too: after a restart of the machine another process may have the holder's number. */
function isAbandoned() {
  try {
    if (Date.now() - statSync(LOCK).mtimeMs > ABANDONED_AFTER_MS) return true
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0)
    return false
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH'
  }
}
