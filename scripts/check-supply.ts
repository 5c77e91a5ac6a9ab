// Checks what comes from elsewhere and what must not go there: licences of all installed packages, secrets in what is committed.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { licenceFaults, secretLines } from './supply-rules.js'
import type { Dependency } from './supply-rules.js'

const ROOT = join(import.meta.dirname, '..')
const INSTALLED = join(ROOT, 'node_modules/.pnpm')
const BINARY = /\.(png|jpg|ico|woff2?|mp4|gif|webp)$/

/** Every package that pnpm has installed, at whatever depth. */
function installed(): Dependency[] {
  const folders = readdirSync(INSTALLED).map((folder) => join(INSTALLED, folder, 'node_modules'))
  const packages = folders.filter(existsSync).flatMap((folder) => {
    const scopes = readdirSync(folder).filter((name) => name.startsWith('@'))
    const scoped = scopes.flatMap((scope) => readdirSync(join(folder, scope)).map((name) => `${scope}/${name}`))
    return [...readdirSync(folder), ...scoped].map((name) => join(folder, name, 'package.json'))
  })
  const found = packages.filter(existsSync).map((path) => dependencyOf(readFileSync(path, 'utf8')))
  return [...new Map(found.map((each) => [`${each.name} ${each.licence}`, each])).values()]
}

function dependencyOf(manifest: string): Dependency {
  const { name, license, licenses } = JSON.parse(manifest) as {
    name: string
    license?: string | { type: string }
    licenses?: { type: string }[]
  }
  if (typeof license === 'string') return { name, licence: license }
  return { name, licence: license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? '' }
}

/** Our own packages stand beside the others, linked. */
const foreign = installed().filter(({ name }) => !name.startsWith('@parley/'))
const committed = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n')
const secrets = committed
  .filter((path) => path !== '' && !BINARY.test(path) && existsSync(join(ROOT, path)))
  .flatMap((path) =>
    secretLines(readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}:${line}: looks like a secret`),
  )

const faults = [...licenceFaults(foreign), ...secrets]
for (const fault of faults) console.log(fault)
if (foreign.length === 0) console.log('no installed package was found')
process.exitCode = faults.length > 0 || foreign.length === 0 ? 1 : 0
