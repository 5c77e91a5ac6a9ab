// npm test: check, unit, integration and browser tests; `node scripts/test.mjs unit` runs one part. The last line counts them.
import './require-node.mjs'

const { endOnSignals, say, sentenceFor } = await import('./run.mjs')
const { prepare } = await import('./prepare.mjs')
const { PARTS, runPart } = await import('./test-parts.mjs')

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !PARTS.includes(name))
if (unknown.length > 0) {
  console.error(`There is no part named ${unknown.join(', ')}: choose from ${PARTS.join(', ')}.`)
  process.exit(1)
}

endOnSignals()
const total = { passed: 0, failed: 0, skipped: 0 }

/** @param {{ passed: number, failed: number, skipped: number }} counts */
function add({ passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

try {
  await prepare(say)
  for (const part of wanted.length > 0 ? wanted : PARTS) {
    say(part)
    add(await runPart(part))
  }
} catch (error) {
  console.error(sentenceFor(error) ?? error)
  add({ passed: 0, failed: 1, skipped: 0 })
}
// On the machine that decides, a test that did not run proves nothing.
const isSkipRefused = process.env.PARLEY_REQUIRE_ALL === '1' && total.skipped > 0
if (isSkipRefused) say('PARLEY_REQUIRE_ALL=1: a skipped test is a failure')
process.exitCode = total.failed > 0 || isSkipRefused ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
