import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const START = join(__dirname, '../scripts/start.mjs')

interface Started {
  process: ChildProcess
  output: () => string
  exitCode: Promise<number>
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-start-'))
  const started: Started[] = []
  let browser: Browser | undefined

  function start(settings: Record<string, string> = {}): Started {
    const child = spawn(process.execPath, [START], {
      env: { ...process.env, NODE_ENV: 'development', PORT: '0', DATA_DIR: folder, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    const exitCode = once(child, 'close').then(([code]) => code as number)
    const one = { process: child, output: () => output, exitCode }
    started.push(one)
    return one
  }

  async function addressOf({ output, exitCode }: Started): Promise<string> {
    const ended = exitCode.then((code) => `exit ${code}`)
    for (;;) {
      const address = /http:\/\/localhost:\d+(?=\/console\/)/.exec(output())?.[0]
      if (address !== undefined) return address
      const state = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))])
      if (state !== undefined) throw new Error(`${String(state)}:\n${output()}`)
    }
  }

  async function stop({ process: child, exitCode }: Started): Promise<number> {
    if (child.exitCode === null) child.kill('SIGTERM')
    return exitCode
  }

  afterAll(async () => {
    await browser?.close()
    await Promise.all(started.map(stop))
    rmSync(folder, { recursive: true, force: true })
  })

  it('says where Parley listens and who may sign in, and serves both pages there', async () => {
    const parley = start()
    const address = await addressOf(parley)
    expect(parley.output()).toMatch(/demo \/ demo/)
    expect(await fetch(`${address}/livez`)).toMatchObject({ status: 200 })

    browser = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '', args: ['--no-sandbox'] })
    const page = await browser.newPage()
    await page.goto(`${address}/console/`)
    await page.getByRole('button').first().waitFor()
    await page.goto(`${address}/c/demo`)
    await page.getByRole('textbox').first().waitFor()
  })

  it('stops cleanly when it is asked to', async () => {
    const parley = start({ DATA_DIR: join(folder, 'stopping') })
    const address = await addressOf(parley)
    expect(await stop(parley)).toBe(0)
    await expect(fetch(`${address}/livez`)).rejects.toThrow('fetch failed')
  })

  it('names each broken setting in a sentence', async () => {
    const parley = start({ PORT: 'abc', DEMO: 'perhaps' })
    expect(await parley.exitCode).toBe(1)
    expect(parley.output()).toMatch(/^PORT is "abc".*\.\nDEMO is "perhaps".*\.\n$/)
  })

  it('names a taken port in a sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const parley = start({ PORT: String(port), DATA_DIR: join(folder, 'taken') })
    expect(await parley.exitCode).toBe(1)
    expect(parley.output()).toMatch(new RegExp(`^Port ${port} is taken.*\\.\\n$`))
    other.close()
  })

  it('names a folder that cannot be written in a sentence', async () => {
    const parley = start({ DATA_DIR: join(START, 'data') })
    expect(await parley.exitCode).toBe(1)
    expect(parley.output()).toMatch(/^The data folder .* cannot be written.*\.\n$/)
  })

  it('takes its server along when it is killed', async () => {
    const parley = start({ DATA_DIR: join(folder, 'killed') })
    const address = await addressOf(parley)
    parley.process.kill('SIGKILL')
    await parley.exitCode
    await expect(waitUntilGone(address)).resolves.toBe(true)
  })
})

async function waitUntilGone(address: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answers = await fetch(`${address}/livez`).then(
      () => true,
      () => false,
    )
    if (!answers) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
