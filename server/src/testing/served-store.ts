import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const CLI = join(__dirname, '..', '..', 'embedded', 'dist', 'cli.js')

/** The embedded store served alone, so that it can die and come back while the servers live on. */
export class ServedStore {
  private process: ChildProcess | undefined
  private address = ''

  private constructor(private readonly directory: string) {}

  static async start(): Promise<ServedStore> {
    const store = new ServedStore(mkdtempSync(join(tmpdir(), 'parley-served-')))
    await store.start()
    return store
  }

  get uri(): string {
    return this.address
  }

  /** Starts, or starts again after a kill, on the same folder and socket. */
  async start(): Promise<void> {
    const options = ['serve', '--directory', join(this.directory, 'data'), '--socket', join(this.directory, 's.sock')]
    const child = spawn(process.execPath, [CLI, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.process = child
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('listening on ')) continue
      this.address = `mongodb://${encodeURIComponent(line.slice('listening on '.length))}/?directConnection=true`
      return
    }
    throw new Error('The store ended instead of listening')
  }

  async kill(): Promise<void> {
    const child = this.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.directory, { recursive: true, force: true })
  }
}
