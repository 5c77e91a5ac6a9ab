// The quality gates: what each is called and how it is run.
import { run, together } from './run.mjs'

/** @typedef {{ name: string, command: string, folder?: string }} Gate */

/** Two at a time, the slow ones first. @type {Gate[]} */
const GATES = [
  { name: 'lint', command: 'eslint . --max-warnings 0' },
  { name: 'types of console', folder: 'console', command: 'vue-tsc --noEmit -p tsconfig.json' },
  { name: 'types of server', command: 'tsc --noEmit -p server/tsconfig.json' },
  { name: 'types of widget', folder: 'widget', command: 'vue-tsc --noEmit -p tsconfig.json' },
  { name: 'types of SDK', command: 'tsc --noEmit -p widget/sdk/tsconfig.json' },
  { name: 'format', command: 'prettier --check . --log-level warn --cache' },
  { name: 'types of embedded', command: 'tsc --noEmit -p server/embedded/tsconfig.json' },
  { name: 'types of shared', command: 'tsc --noEmit -p shared/tsconfig.json' },
  { name: 'types of token', command: 'tsc --noEmit -p shared/token/tsconfig.json' },
  { name: 'types of scripts', command: 'tsc --noEmit -p scripts/tsconfig.json' },
  { name: 'types of browser tests', command: 'tsc --noEmit -p e2e/tsconfig.json' },
  { name: 'arrows', command: 'depcruise --config .dependency-cruiser.cjs shared server console widget' },
  { name: 'visitor bundle', command: 'depcruise --config .dependency-cruiser.runtime.cjs widget/src' },
  { name: 'dead code', command: 'knip' },
  { name: 'structure', command: 'tsx scripts/check-structure.ts' },
  { name: 'licences and secrets', command: 'tsx scripts/check-supply.ts' },
  { name: 'size', command: 'size-limit' },
]

/** Runs every gate and prints a line for each as it ends; what a failed one said comes with it. */
export async function runGates() {
  return together(GATES, {
    hands: 2,
    work: async ({ name, command, folder }) => {
      const { ok, output, seconds } = await run(command, { folder })
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)${ok ? '' : `\n${output}`}`)
      return { name, ok }
    },
  })
}
