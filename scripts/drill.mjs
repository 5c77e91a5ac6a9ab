// npm run drill -- --from FILE: restores a backup into an empty place, starts it, and proves by the checker that it serves. Leaves nothing behind.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import './require-node.mjs'

const { command, endOnSignals, PlainError, say } = await import('./run.mjs')
const { prepare } = await import('./prepare.mjs')
/** Built with the server; its types are the server's. */
const DRILL = '../server/dist/testing/drill.js'

const { values } = parseArgs({ options: { from: { type: 'string' } } })
endOnSignals()
await command(async () => {
  const { from } = values
  if (from === undefined) throw new PlainError('Usage: npm run drill -- --from <file>')
  await prepare(() => undefined)
  const { runDrill } = await import(DRILL)
  const { documents, files, breaches } = await runDrill(resolve(from), say)
  for (const { invariant, what } of breaches) console.log(`${invariant}: ${what}`)
  console.log(`${documents} documents, ${files} files, ${breaches.length} promises broken`)
  process.exitCode = breaches.length > 0 ? 1 : 0
})
process.exit()
