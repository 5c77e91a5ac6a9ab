// The parts of the test run. Each returns how many tests passed, failed and were skipped.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './find-chromium.mjs'
import { runGates } from './gates.mjs'
import { run, say } from './run.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** A part that takes longer hangs. */
const PART_LIMIT_MS = 50 * 60_000
const PROJECTS = 'shared shared/token server server/embedded console widget'

/** @type {Record<string, () => Promise<Counts>>} */
const RUNNERS = {
  check: countGates,
  unit: () => jest(`--projects ${PROJECTS} --testPathPatterns "(${PROJECTS.replaceAll(' ', '|')})/(sdk/)?src/"`),
  integration: () =>
    jest('--projects server server/embedded --testPathPatterns "server(/embedded)?/test/" --runInBand --forceExit', {
      // What this part shows, it shows on the embedded store, whatever the environment names for the next one.
      PARLEY_TEST_MONGODB_URI: '',
      EMBEDDED_DIFFERENTIAL_URI: '',
    }),
  independent: independentStore,
  e2e: browserTests,
  bench: benchGates,
}

export const PARTS = Object.keys(RUNNERS)

/** @param {string} part @returns {Promise<Counts>} */
export async function runPart(part) {
  const runner = RUNNERS[part]
  if (runner === undefined) throw new Error(`unknown part ${part}`)
  return runner()
}

async function countGates() {
  const gates = await runGates()
  const failed = gates.filter(({ ok }) => !ok).length
  return { passed: gates.length - failed, failed, skipped: 0 }
}

/**
 * The server's integration tests once more on a MongoDB-compatible server that others wrote, and the embedded store compared
 * with it. Runs where PARLEY_TEST_MONGODB_URI names one; CONTRIBUTING.md says how to start it. @returns {Promise<Counts>}
 */
async function independentStore() {
  const uri = process.env.PARLEY_TEST_MONGODB_URI
  if (!uri) {
    const isRequired = process.env.PARLEY_REQUIRE_ALL === '1'
    say(`independent store not tested: PARLEY_TEST_MONGODB_URI names none`)
    return { ...noTests, failed: isRequired ? 1 : 0 }
  }
  const compared = await jest('--projects server/embedded --testPathPatterns "(differential|moving)" --runInBand', {
    EMBEDDED_DIFFERENTIAL_URI: process.env.EMBEDDED_DIFFERENTIAL_URI ?? uri,
  })
  const repeated = await jest('--projects server --testPathPatterns "server/test/" --runInBand --forceExit')
  return sum(compared, repeated)
}

/** @param {Counts} one @param {Counts} other @returns {Counts} */
function sum(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  }
}

/** The rows that are cheap and hold still: ratios of CPU between servers that take turns, in medians of five short rounds. */
const GATED_ROWS = 'relay crowd'
const BENCH_LIMIT_MS = 10 * 60_000

/** Each figure with a gate counts as a test. @returns {Promise<Counts>} */
async function benchGates() {
  if (process.platform !== 'linux') {
    say('not measured: the figures come from /proc')
    return noTests
  }
  const how = { isShown: true, limitMs: BENCH_LIMIT_MS }
  const { ok, output } = await run(`node bench/run.mjs ${GATED_ROWS} --quick --no-build`, how)
  const [passed, failed] = [/^ok {4}/gm, /^FAILED/gm].map((mark) => output.match(mark)?.length ?? 0)
  return { passed: passed ?? 0, failed: ok ? 0 : Math.max(1, failed ?? 0), skipped: 0 }
}

/** Without a browser the tests are still listed, so that the closing line counts each one that did not run. */
function browserTests() {
  const chromium = findChromium()
  if (chromium !== undefined)
    return jest('--config e2e/jest.config.mjs --runInBand --forceExit', { CHROMIUM_PATH: chromium })
  say('browser tests skipped: no Chromium found; set CHROMIUM_PATH')
  return jest('--config e2e/jest.config.mjs --testNamePattern "^no browser$"')
}

/** @param {string} options @param {Record<string, string>} [env] @returns {Promise<Counts>} */
async function jest(options, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-jest-'))
  const report = join(folder, 'report.json')
  const { ok, code } = await run(`jest ${options} --passWithNoTests --json --outputFile="${report}"`, {
    env,
    isShown: true,
    limitMs: PART_LIMIT_MS,
  })
  const counts = existsSync(report) ? countTests(JSON.parse(readFileSync(report, 'utf8'))) : noTests
  rmSync(folder, { recursive: true, force: true })
  if (ok || counts.failed > 0) return counts
  say(`jest ended with code ${code} without naming a failed test`)
  return { ...counts, failed: 1 }
}

const noTests = { passed: 0, failed: 0, skipped: 0 }

/** A file that could not even be loaded counts as one failed test. @param {Record<string, number>} report @returns {Counts} */
function countTests(report) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report
  const { numRuntimeErrorTestSuites = 0 } = report
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests + numTodoTests,
  }
}
