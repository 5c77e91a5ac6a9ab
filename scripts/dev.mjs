// npm run dev: rebuilds each package as its sources change and restarts the server; reload the page to see it.
import { existsSync } from 'node:fs'
import './require-node.mjs'

const { ROOT, command, endOnSignals, run, say } = await import('./run.mjs')
const { prepare } = await import('./prepare.mjs')

const WATCHERS = [
  { name: 'shared', folder: 'shared', command: 'tsc -w --preserveWatchOutput -p tsconfig.build.json' },
  { name: 'token', folder: 'shared/token', command: 'tsc -w --preserveWatchOutput -p tsconfig.build.json' },
  { name: 'embedded', folder: 'server/embedded', command: 'tsc -w --preserveWatchOutput -p tsconfig.build.json' },
  { name: 'server', folder: 'server', command: 'tsc -w --preserveWatchOutput -p tsconfig.build.json' },
  { name: 'console', folder: 'console', command: 'vite build --watch --logLevel warn' },
  { name: 'widget', folder: 'widget', command: 'vite build --watch --logLevel warn' },
  { name: 'node', folder: '.', command: 'node --watch server/dist/bootstrap.js' },
]

endOnSignals()
await command(async () => {
  if (existsSync(`${ROOT}/.env`)) process.loadEnvFile(`${ROOT}/.env`)
  await prepare(say)
  say(`http://localhost:${process.env.PORT ?? 7001}/console/`)
  await Promise.all(
    WATCHERS.map(({ name, folder, command }) =>
      run(command, { folder, onLine: (line) => line.trim() && console.log(`${name.padEnd(8)} ${line}`) }),
    ),
  )
})
