// npm run bench [row…] [--quick] [--profile] [--no-build]: measures relay (S1a, S1b, S2), whole (S1c), delivery (S3a, S3b), crowd (S4a), frames (S4b), inbox (S6a), assign (S7a), nodes (S11), kill (S3c), storm (S10), connections (S8, S9), start (S14), media (M1), widget (S12) and console (S13), all rows by default.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import '../scripts/require-node.mjs'

const { command, endOnSignals, PlainError, say } = await import('../scripts/run.mjs')
const { gateOf } = await import('./harness/goals.mjs')
const { goalTable, published, writeSection } = await import('./harness/document.mjs')

const ROWS = [
  'relay',
  'whole',
  'delivery',
  'crowd',
  'frames',
  'inbox',
  'assign',
  'nodes',
  'kill',
  'storm',
  'connections',
  'start',
  'media',
  'widget',
  'console',
]
const HELP = `npm run bench [${ROWS.join('|')}…] [--quick] [--profile] [--no-build]: measures against a bare relay and writes docs/benchmarks.md; --quick takes about a minute a row, writes nothing and holds the gates of CI.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    remark: { type: 'string', multiple: true, default: [] },
  },
})

async function main() {
  const unknown = positionals.filter((name) => !ROWS.includes(name))
  if (unknown.length > 0) throw new PlainError(`There is no row named ${unknown.join(', ')}.\n${HELP}`)
  if (process.platform !== 'linux') throw new PlainError('The figures come from /proc: measure on Linux.')
  if (!values['no-build']) await (await import('../scripts/prepare.mjs')).prepare(say)
  for (const name of positionals.length > 0 ? positionals : ROWS) {
    const row = await import(`./rows/${name}.mjs`)
    const result = await measure(row)
    if (values.quick && result.goals.length > 0) await holdGates(row, result.goals)
    else if (result.goals.length > 0) writeSection(name, { ...row, ...result, remarks: values.remark })
  }
}

async function measure(row) {
  const result = await row.run({ isQuick: values.quick, isProfiled: values.profile, say })
  if (result.goals.length > 0) console.log([...goalTable(result.goals), '', ...result.lines].join('\n'))
  return result
}

/** Whoever misses a gate is measured once more: a machine that others use too is slow now and then, a change for the worse always. */
async function holdGates(row, goals) {
  const judged = judge(goals)
  if (judged.every(({ passes }) => passes)) return tell(judged)
  say('a gate is missed, and measured once more')
  const again = judge((await measure(row)).goals)
  if (!tell(again)) process.exitCode = 1
}

function judge(goals) {
  return goals
    .filter(({ gated }) => gated !== undefined)
    .map((each) => {
      const gate = gateOf(each, published(each))
      return { ...each, gate, passes: each.gated === null || each.gated <= gate }
    })
}

/** Lines as those of the other gates; what could not be judged is said, and counts as neither. */
function tell(judged) {
  for (const { id, what, gated, gate, passes } of judged) {
    if (gated === null) say(`${id} ${what}: not judged, others used the machine`)
    else
      console.log(
        `${passes ? 'ok    ' : 'FAILED'} ${id} ${what}: ${gated.toFixed(2)}, the gate is at ${gate.toFixed(2)}`,
      )
  }
  return judged.every(({ passes }) => passes)
}

if (values.help) {
  console.log(HELP)
  process.exit(0)
}
endOnSignals()
// Everything that is written besides the document lies here, and goes at the end.
const scratch = mkdtempSync(join(tmpdir(), 'bench-'))
process.env.TMPDIR = scratch
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
await command(main)
process.exit(process.exitCode ?? 0)
