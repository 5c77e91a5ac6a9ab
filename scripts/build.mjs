// npm run build: installs and builds what is stale.
import './require-node.mjs'

const { command, endOnSignals, say } = await import('./run.mjs')
const { prepare } = await import('./prepare.mjs')

endOnSignals()
await command(() => prepare(say))
