// npm run backup -- --to FILE: everything of a site, running or not, in one file; npm run restore -- --from FILE: back into an empty place.
import './require-node.mjs'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './prepare.mjs'
import { ROOT, command } from './run.mjs'

await command(async () => {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
  await prepare(() => undefined)
})
const program = join(ROOT, 'server/dist/backup-command.js')
spawn(process.execPath, [program, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' }).on('exit', (code) =>
  process.exit(code ?? 1),
)
