import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Bootstrap } from '@midwayjs/bootstrap'
import { announceStart } from './announce-start.js'
import { readSettings, SettingsError } from './config/settings.js'
import { loadNeededSoon, requireInstalled } from './needed-soon.js'
import { StartError } from './platform/start-error.js'

/** A stop that hangs is ended by force: a supervisor would do it less gently. */
const STOP_WITHIN_MS = 28_000

function prepareDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK)
  } catch {
    throw new StartError(
      `The data folder ${directory} cannot be written: give this user the right to, or choose another with DATA_DIR.`,
    )
  }
}

function endWith(error: unknown): never {
  const isForPeople = error instanceof SettingsError || error instanceof StartError || isStoreRefusal(error)
  process.stderr.write(`${isForPeople ? (error as Error).message : (error as Error).stack}\n`)
  process.exit(1)
}

/** The embedded store words its own reasons; the driver's say which store cannot be reached. */
const isStoreRefusal = (error: unknown): boolean =>
  ['EmbeddedStoreError', 'MongooseServerSelectionError', 'MongoServerSelectionError'].includes((error as Error).name)

/** A fault that nobody expected leaves nothing to trust: say so, and let whoever started this process start it again. */
function endOnFault(error: unknown): void {
  process.stderr.write(
    `${JSON.stringify({ level: 'error', message: 'unexpected fault', stack: (error as Error).stack ?? String(error) })}\n`,
  )
  process.exit(1)
}

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  await Bootstrap.getStarter().stop()
  process.exit(0)
}

async function start(): Promise<void> {
  requireInstalled()
  const settings = readSettings(process.env)
  if (settings.mongodbUri === null) prepareDataDirectory(settings.dataDirectory)
  process.env['MIDWAY_SERVER_ENV'] = settings.isProduction ? 'prod' : 'local'
  // Nothing is written there, but Midway insists on a folder, and a service may run without a home.
  process.env['MIDWAY_LOGGER_WRITEABLE_DIR'] ??= settings.dataDirectory
  const starter = Bootstrap.getStarter()
  starter.configure({
    appDir: join(__dirname, '..'),
    baseDir: __dirname,
    imports: [await import('./configuration.js')],
  })
  await starter.run()
  announceStart(settings, starter.getApplicationContext())
  await loadNeededSoon()
}

process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
// Started by another process: when that one is gone, so is the reason to run.
process.once('disconnect', () => void stop())
process.on('uncaughtException', endOnFault)
process.on('unhandledRejection', endOnFault)
start().catch(endWith)
