// node scripts/faults.mjs [ci|night] [--seed N] [--seconds N] [--scale X] [--store URI] [--check FILE]: people write on several nodes while things go wrong; ends in the checker.
// The store is an embedded one of its own, killed now and then, or the one named, which is left in peace. Needs redis-server and a build; TOXIPROXY_URL (`scripts/services/services up toxiproxy`) adds slow and cut lines.
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import './require-node.mjs'

const { command, endOnSignals, PlainError, say } = await import('./run.mjs')
/** Built with the server; its types are the server's. */
const FAULT_RUN = '../server/dist/testing/fault-run.js'
const { checkAgain, PROFILES, runFaults } = await import(FAULT_RUN)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    seconds: { type: 'string' },
    scale: { type: 'string' },
    store: { type: 'string' },
    check: { type: 'string' },
  },
})

/**
 * The same with fewer people who write less.
 * @param {{ agents: number, contacts: number, messagesPerSecond: number, seconds: number }} profile @param {number} share
 */
function scaled({ agents, contacts, messagesPerSecond, ...rest }, share) {
  const part = (/** @type {number} */ whole) => Math.max(1, Math.round(whole * share))
  return { ...rest, agents: part(agents), contacts: part(contacts), messagesPerSecond: part(messagesPerSecond) }
}

/** @param {{ invariant: string, what: string }[]} breaches */
function report(breaches) {
  for (const { invariant, what } of breaches) console.log(`${invariant}: ${what}`)
  console.log(`${breaches.length} promises broken`)
  process.exitCode = breaches.length > 0 ? 1 : 0
}

endOnSignals()
await command(async () => {
  if (values.check !== undefined) return report(checkAgain(readFileSync(values.check, 'utf8')))
  const name = positionals[0] ?? 'ci'
  if (name !== 'ci' && name !== 'night') throw new PlainError(`There is no profile named ${name}: choose ci or night.`)
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  say(`profile ${name}, seed ${seed}`)
  const keepIn = join(tmpdir(), `parley-faults-${seed}.json`)
  const toxiproxyUrl = process.env.TOXIPROXY_URL
  const profile = scaled(PROFILES[name], Number(values.scale ?? 1))
  if (values.seconds !== undefined) profile.seconds = Number(values.seconds)
  const outcome = await runFaults({ profile, seed, keepIn, toxiproxyUrl, storeUri: values.store, say })
  const { written, stored, refusals, faults } = outcome
  say(
    `${faults.length} faults; ${written} messages written, ${stored} stored, ${refusals.length} refused ${[...new Set(refusals)].join(', ')}`,
  )
  report(outcome.breaches)
})
process.exit()
