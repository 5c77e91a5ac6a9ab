import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { eventually } from '../server/src/testing/eventually.js'

const ROOT = join(__dirname, '..')
/** A user without rights on this machine, as `node` is in the image. */
const NOBODY = 65_534

interface Step {
  stage: string
  words: string[]
}

/** The Dockerfile as its steps: the few instructions that it uses, each a list of words. */
function steps(): Step[] {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  let stage = ''
  return lines.map((line) => {
    const words = line.trim().split(/\s+/)
    if (words[0] === 'FROM') stage = words[3] ?? 'final'
    return { stage, words }
  })
}

/**
 * Follows the Dockerfile with folders for stages: no container can be built here, but what it copies and runs is what
 * runs. Installing pnpm and Debian's packages is left out, since this machine has them.
 */
function followDockerfile(folder: string): string {
  const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean)
  const inStage = (stage: string, path = '') => join(folder, stage, path)
  const pnpm = `npx --yes ${(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { packageManager: string }).packageManager}`
  for (const { stage, words } of steps()) {
    const [instruction, ...rest] = words
    if (instruction === 'FROM' && rest[0] === 'build')
      cpSync(inStage('build'), inStage(stage), { recursive: true, verbatimSymlinks: true })
    if (instruction === 'RUN' && /^(pnpm|node)$/.test(rest[0] ?? '')) {
      execFileSync('sh', ['-c', rest.join(' ').replace(/^pnpm/, `${pnpm} --prefer-offline`)], {
        cwd: inStage(stage),
        env: { ...process.env, CI: 'true' },
        stdio: 'pipe',
      })
    }
    if (instruction !== 'COPY') continue
    const from = /^--from=(.+)$/.exec(rest[0] ?? '')?.[1]
    const paths = from === undefined ? rest : rest.slice(1)
    const target = paths.at(-1) ?? ''
    for (const source of paths.slice(0, -1)) {
      if (from !== undefined) {
        const path = source.replace(/^\/parley\//, '')
        cpSync(inStage(from, path), inStage(stage, target), { recursive: true, verbatimSymlinks: true })
        continue
      }
      for (const file of tracked.filter((each) => each === source || each.startsWith(`${source}/`))) {
        mkdirSync(dirname(inStage(stage, file)), { recursive: true })
        cpSync(join(ROOT, file), inStage(stage, file))
      }
    }
  }
  return inStage('final')
}

/** What the image sets: the last stage's ENV. */
function imageEnvironment(): Record<string, string> {
  const environment =
    steps()
      .find(({ stage, words }) => stage === 'final' && words[0] === 'ENV')
      ?.words.slice(1) ?? []
  return Object.fromEntries(environment.map((pair) => pair.split('=') as [string, string]))
}

describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-image-'))
  let server: ChildProcess | undefined

  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill('SIGKILL')
      await once(server, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  })

  it('holds what a server without rights and without build tools needs to start, serve both pages and stop', async () => {
    const image = followDockerfile(folder)
    const data = join(folder, 'data')
    execFileSync('sh', ['-c', `mkdir ${data} && chown ${NOBODY}:${NOBODY} ${data} && chmod 755 ${folder} ${folder}/*`])
    const [, ...command] =
      steps()
        .at(-1)!
        .words.join(' ')
        .match(/"([^"]+)"/g)
        ?.map((word) => word.slice(1, -1)) ?? []
    server = spawn(process.execPath, command, {
      cwd: image,
      env: { PATH: process.env['PATH'], ...imageEnvironment(), DATA_DIR: data, PORT: '0', HOST: '127.0.0.1' },
      uid: NOBODY,
      gid: NOBODY,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    let output = ''
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    let address = ''
    server.on('message', (message: { url: string }) => (address = message.url))
    await eventually('it listens', () => address !== '' || (server?.exitCode ?? null) !== null, 60_000)
    if (address === '') throw new Error(`The server ended with ${server.exitCode}:\n${output}`)
    expect((await fetch(new URL('/readyz', address))).status).toBe(200)
    expect(await (await fetch(new URL('/console/', address))).text()).toContain('<script')
    server.kill('SIGTERM')
    const [code] = (await once(server, 'exit')) as [number]
    expect(code).toBe(0)
  }, 300_000)
})
