// Brings the working copy up to date: dependencies, then the packages whose sources changed since they were built.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDependencies } from './install.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { PlainError, ROOT, run } from './run.mjs'

/** @typedef {{ name: string, folder: string, needs: string[] }} Package */

/** Those that take longest first: they start as soon as what they need is there. @type {Package[]} */
export const PACKAGES = [
  { name: 'shared', folder: 'shared', needs: [] },
  { name: 'token', folder: 'shared/token', needs: [] },
  { name: 'embedded', folder: 'server/embedded', needs: [] },
  { name: 'console', folder: 'console', needs: ['shared'] },
  { name: 'server', folder: 'server', needs: ['shared', 'token', 'embedded'] },
  { name: 'widget', folder: 'widget', needs: ['shared'] },
]
const HANDS = 2
const STAMPS = join(ROOT, 'node_modules/.parley-build')
/** Inputs of every build besides its own folder. */
const COMMON = ['tsconfig.base.json', 'pnpm-lock.yaml']
/** Not inputs: what is installed, what is built, what only tests read. */
const NOT_SOURCES = new Set(['node_modules', 'dist', 'data', 'coverage', 'test', 'embedded', 'token'])

/** Makes every package's `dist` match its sources. @param {(line: string) => void} say */
export const prepare = (say) =>
  oneAtATime(async () => {
    await installDependencies(say)
    await buildStale(say)
  })

/** @param {(line: string) => void} say */
async function buildStale(say) {
  const fingerprints = new Map(PACKAGES.map((each) => [each.name, '']))
  for (const each of PACKAGES) fingerprints.set(each.name, fingerprint(each, fingerprints))
  const stale = PACKAGES.filter((each) => !isFresh(each, fingerprints.get(each.name)))
  await buildInOrder(stale, async (each) => {
    const seconds = await build(each)
    writeFileSync(join(STAMPS, each.name), fingerprints.get(each.name) ?? '')
    say(`built ${each.name} in ${seconds.toFixed(0)} s`)
  })
}

/** @param {Package} each @param {Map<string, string>} fingerprints */
function fingerprint({ folder, needs }, fingerprints) {
  const hash = createHash('sha256')
  for (const file of [...COMMON, ...sourcesIn(folder)]) hash.update(file).update(readFileSync(join(ROOT, file)))
  for (const need of needs) hash.update(fingerprints.get(need) ?? '')
  return hash.digest('hex')
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true })
  return entries
    .filter(({ name }) => !NOT_SOURCES.has(name) && !name.endsWith('.test.ts'))
    .flatMap((entry) => (entry.isDirectory() ? sourcesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()
}

/** @param {Package} each @param {string | undefined} wanted */
function isFresh({ name, folder }, wanted) {
  const stamp = join(STAMPS, name)
  return existsSync(join(ROOT, folder, 'dist')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

/** @param {Package} each */
async function build({ name, folder }) {
  mkdirSync(STAMPS, { recursive: true })
  rmSync(join(STAMPS, name), { force: true })
  // The server loads every file of its dist: what a deleted source left behind must go.
  rmSync(join(ROOT, folder, 'dist'), { recursive: true, force: true })
  const { scripts } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
  const outcome = await run(scripts.build, { folder })
  if (!outcome.ok) throw new PlainError(`Building ${name} failed:\n${outcome.output}`)
  return outcome.seconds
}

/** Two at a time, each after what it needs. @param {Package[]} stale @param {(each: Package) => Promise<void>} work */
async function buildInOrder(stale, work) {
  const open = new Set(stale.map(({ name }) => name))
  const waiting = [...stale]
  /** @type {Set<Promise<void>>} */
  const busy = new Set()
  while (waiting.length > 0 || busy.size > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((need) => !open.has(need)))
    if (next === -1 || busy.size === HANDS) {
      await Promise.race(busy)
      continue
    }
    const each = /** @type {Package} */ (waiting.splice(next, 1)[0])
    const job = work(each).then(() => {
      open.delete(each.name)
      busy.delete(job)
    })
    busy.add(job)
  }
}
