// npm run check: the quality gates on a built working copy. A gate that fails shows what it said; the rest run on.
import './require-node.mjs'

const { PlainError, command, endOnSignals, say } = await import('./run.mjs')
const { prepare } = await import('./prepare.mjs')
const { runGates } = await import('./gates.mjs')

endOnSignals()
await command(async () => {
  await prepare(say)
  const failed = (await runGates()).filter(({ ok }) => !ok).map(({ name }) => name)
  if (failed.length > 0) throw new PlainError(`Failed: ${failed.join(', ')}`)
})
