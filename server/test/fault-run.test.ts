import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PROFILES, runFaults } from '../src/testing/fault-run.js'
import { hasRedis } from '../src/testing/redis-server.js'

const onRedis = hasRedis() ? describe : describe.skip
/** Another one each time; a run that failed is repeated by its seed, and its histories are read again by `faults.mjs --check`. */
const SEED = Number(process.env['PARLEY_FAULT_SEED'] ?? Date.now() % 1_000_000)
const KEPT = join(__dirname, '..', '..', 'test-results')
const LONGEST_MS = 8 * 60_000

/** The store that this run was given; the embedded one is started anew, apart, so that it can be killed too. */
function givenStore(): string | undefined {
  const { PARLEY_TEST_MONGODB_URI: uri, PARLEY_TEST_EMBEDDED_URI: embedded } = process.env
  return uri === embedded ? undefined : uri
}

onRedis('two nodes on which people write while one thing after another goes wrong (redis-server)', () => {
  it(
    `break no promise (PARLEY_FAULT_SEED=${SEED})`,
    async () => {
      mkdirSync(KEPT, { recursive: true })
      const said: string[] = []
      const outcome = await runFaults({
        profile: PROFILES.ci,
        seed: SEED,
        keepIn: join(KEPT, `faults-${SEED}.json`),
        toxiproxyUrl: process.env['TOXIPROXY_URL'],
        storeUri: givenStore(),
        say: (line) => said.push(line),
      })
      expect({ breaches: outcome.breaches, said }).toEqual({ breaches: [], said: outcome.faults })
      expect(outcome.refusals).toEqual([])
      expect(outcome.faults.length).toBeGreaterThan(4)
      expect(outcome.stored).toBeGreaterThan(100)
    },
    LONGEST_MS,
  )
})
