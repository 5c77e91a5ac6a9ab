// npm run bench [row…] [--quick] [--profile] [--no-build]: measures relay (S1a, S1b, S2), crowd (S4a), frames (S4b), kill (S3c), connections (S8, S9), start (S14), media (M1), widget (S12) and console (S13), all rows by default.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import '../scripts/require-node.mjs'

const { command, endOnSignals, PlainError, say } = await import('../scripts/run.mjs')

const ROWS = ['relay', 'crowd', 'frames', 'kill', 'connections', 'start', 'media', 'widget', 'console']
const HELP = `npm run bench [${ROWS.join('|')}…] [--quick] [--profile] [--no-build]: measures against a bare relay and writes docs/benchmarks.md; --quick only gates.`

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
  const { goalTable, writeSection } = await import('./harness/document.mjs')
  const { passesGate } = await import('./harness/goals.mjs')
  const missed = []
  for (const name of positionals.length > 0 ? positionals : ROWS) {
    const row = await import(`./rows/${name}.mjs`)
    const result = await row.run({ isQuick: values.quick, isProfiled: values.profile, say })
    if (result.goals.length === 0) continue
    console.log([...goalTable(result.goals), '', ...result.lines].join('\n'))
    missed.push(...result.goals.filter((each) => !passesGate(each)))
    if (!values.quick) writeSection(name, { ...row, ...result, remarks: values.remark })
  }
  if (values.quick && missed.length > 0) {
    throw new PlainError(
      `Beyond the floor by more than a quarter: ${missed.map(({ id, what }) => `${id} ${what}`).join('; ')}`,
    )
  }
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
