// npm run admin -- <command>: makes the first account, a reset link, tenants; verifies the audit log. Without a command it says how.
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
const program = join(ROOT, 'server/dist/admin-command.js')
spawn(process.execPath, [program, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' }).on('exit', (code) =>
  process.exit(code ?? 1),
)
