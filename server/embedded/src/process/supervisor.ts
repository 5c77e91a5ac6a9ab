import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** How the store's process ended. */
export interface ExitInfo {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly message: string
}

export interface SupervisorOptions {
  readonly directory: string
  readonly socketPath: string
  readonly lockWaitMs: number
  onExit(info: ExitInfo): void
  log(line: string): void
}

type ChildMessage = { kind: 'listening' } | { kind: 'refused'; message: string }

const FIRST_BACK_OFF_MS = 50
const BACK_OFF_GROWTH = 1.5
const LONGEST_BACK_OFF_MS = 1_000
const STEADY_AFTER_MS = 2_000
const STOP_PATIENCE_MS = 10_000

/** Keeps one store process running: starts it, starts it again with growing pauses when it dies, and stops it. */
export class Supervisor {
  private child: ChildProcess | undefined
  private isListening = false
  private isStopping = false
  private backOffMs = FIRST_BACK_OFF_MS
  private restart: NodeJS.Timeout | undefined

  constructor(private readonly options: SupervisorOptions) {}

  get isAlive(): boolean {
    return this.isListening
  }

  /** Resolves once the store listens. @throws Error with the store's own sentence when it refuses to */
  async start(): Promise<void> {
    const { directory, socketPath, lockWaitMs } = this.options
    const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
    const child = spawn(process.execPath, [main, directory, socketPath, String(lockWaitMs)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.child = child
    const lines = createInterface({ input: child.stderr! }).on('line', (line) => this.options.log(line))
    child.on('exit', () => lines.close())
    let refusal: string | undefined
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: ChildMessage) => {
        if (message.kind === 'refused') refusal = message.message
        else resolve()
      })
      child.on('error', (error) => reject(new Error(`The embedded store could not start: ${error.message}.`)))
      child.on('exit', (code, signal) => {
        const end = () => {
          const message = refusal ?? `The embedded store ended with ${signal ?? `code ${code}`}.`
          reject(new Error(message))
          this.afterExit(child, { code, signal, message })
        }
        // What it said last may still be on its way.
        if (child.connected) child.once('disconnect', end)
        else end()
      })
    })
    this.afterStart(child)
  }

  private afterStart(child: ChildProcess): void {
    this.isListening = true
    // The server, not its store, decides how long it lives.
    child.unref()
    child.channel?.unref()
    ;(child.stderr as unknown as { unref(): void }).unref()
    const steady = setTimeout(() => (this.backOffMs = FIRST_BACK_OFF_MS), STEADY_AFTER_MS)
    steady.unref()
    child.on('exit', () => clearTimeout(steady))
  }

  private afterExit(child: ChildProcess, info: ExitInfo): void {
    if (this.child !== child) return
    const wasListening = this.isListening
    this.isListening = false
    this.child = undefined
    if (this.isStopping || !wasListening) return
    this.options.onExit(info)
    this.scheduleRestart()
  }

  private scheduleRestart(): void {
    this.restart = setTimeout(() => {
      this.start().catch((error: Error) => {
        if (this.isStopping) return
        this.options.onExit({ code: null, signal: null, message: error.message })
        this.scheduleRestart()
      })
    }, this.backOffMs)
    this.backOffMs = Math.min(this.backOffMs * BACK_OFF_GROWTH, LONGEST_BACK_OFF_MS)
  }

  async stop(): Promise<void> {
    this.isStopping = true
    clearTimeout(this.restart)
    const child = this.child
    if (!child) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.ref()
    child.kill('SIGTERM')
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
    await ended
    clearTimeout(impatience)
  }
}
