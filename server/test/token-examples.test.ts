import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

const run = promisify(execFile)
const ROOT = join(__dirname, '..', '..')
const EXAMPLES = join(ROOT, 'docs/examples/token')

let world: World
let secret: string

beforeAll(async () => {
  world = await World.start({ environment: { DEMO: 'off' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  const admin = await staffOf(world.url, 'admin')
  secret = (await channelWithKey(admin.call, { key: 'shop' })).secret
  admin.socket.disconnect()
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const works = (command: string, args: string[]): boolean => spawnSync(command, args).status === 0

/** What an example needs besides itself; without it the test is skipped under a name that says so. */
const HAS_PYTHON = works('python3', ['-c', 'import cryptography'])
const HAS_GO = works('go', ['version'])

async function accepted(command: string, args: string[], cwd = EXAMPLES): Promise<void> {
  const env = { ...process.env, PARLEY_SECRET: secret, PARLEY_CHANNEL: 'shop' }
  const { stdout } = await run(command, args, { cwd, env, timeout: 100_000 })
  const answer = await beginSession(world.url, { channelKey: 'shop', identity: stdout.trim() })
  expect(answer).toMatchObject({ status: 200, session: { contact: { name: 'User 1 用户', isIdentified: true } } })
}

describe('the example in', () => {
  it('JavaScript makes a token that the server accepts, from the built package', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-example-'))
    symlinkSync(join(ROOT, 'server/node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'node.mjs'), readFileSync(join(EXAMPLES, 'node.mjs')))
    await accepted(process.execPath, ['node.mjs'], folder)
    rmSync(folder, { recursive: true })
  })
  ;(HAS_PYTHON ? it : it.skip)('Python does (needs python3 with the library cryptography)', async () => {
    await accepted('python3', ['contact_token.py'])
  })
  ;(HAS_GO ? it : it.skip)(
    'Go does (needs the go command)',
    async () => {
      await accepted('go', ['run', 'contact_token.go'])
    },
    120_000,
  )
})

describe('the page about contact tokens', () => {
  it('shows the examples as they are run here', () => {
    const page = readFileSync(join(ROOT, 'docs/contact-tokens.md'), 'utf8')
    for (const name of ['node.mjs', 'contact_token.py', 'contact_token.go']) {
      expect(page).toContain(readFileSync(join(EXAMPLES, name), 'utf8').trim())
    }
  })
})
