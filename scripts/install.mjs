// Installs the dependencies with the pnpm that package.json names, when the lock file says something else than what is there.
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError, ROOT, run } from './run.mjs'

const STAMP = join(ROOT, 'node_modules/.parley-install')
const INPUTS = ['pnpm-lock.yaml', 'pnpm-workspace.yaml']
const PROGRESS_EVERY_MS = 5_000

/** @param {(line: string) => void} say */
export async function installDependencies(say) {
  const wanted = fingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  accessSync(ROOT, constants.W_OK)
  say('installing dependencies')
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const outcome = await run(`npx -y ${packageManager} install --frozen-lockfile --reporter=append-only`, {
    // Never asks, and takes the build's tools along whatever the server will run as.
    // Says what went wrong even when npm itself was told to be silent.
    env: { CI: 'true', NODE_ENV: 'development', npm_config_loglevel: 'info' },
    onLine: everySoOften(say),
  })
  if (!outcome.ok)
    throw new PlainError(
      `Installing the dependencies failed. It needs the network once; this was said:\n${outcome.output}`,
    )
  writeFileSync(STAMP, wanted)
  say(`installed in ${outcome.seconds.toFixed(0)} s`)
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of INPUTS) hash.update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}

/** pnpm reports each download; a line now and then is enough. @param {(line: string) => void} say */
function everySoOften(say) {
  let last = Date.now()
  return (/** @type {string} */ line) => {
    if (!line.startsWith('Progress:') || Date.now() - last < PROGRESS_EVERY_MS) return
    last = Date.now()
    say(line.replace('Progress:', 'packages:'))
  }
}
