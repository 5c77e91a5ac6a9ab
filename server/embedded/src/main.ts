import { DataFolderError } from './storage/data-file.js'
import { startService } from './process/service.js'

// The child process behind startEmbeddedStore. It talks with its parent over IPC and ends when that channel closes, however the parent died.
const [directory = '', socketPath = '', lockWaitMs = '0'] = process.argv.slice(2)

function tell(message: object): Promise<void> {
  return new Promise((resolve) => (process.send ? process.send(message, () => resolve()) : resolve()))
}

async function run(): Promise<void> {
  const service = await startService({
    directory,
    address: { socketPath },
    lockWaitMs: Number(lockWaitMs),
    log: (line) => process.stderr.write(`${line}\n`),
  })
  const end = async () => {
    await service.stop()
    process.exit(0)
  }
  process.on('disconnect', () => void end())
  process.on('SIGTERM', () => void end())
  // Ctrl-C reaches the whole group; the parent decides when its store may go.
  process.on('SIGINT', () => {})
  if (process.send && !process.connected) return end()
  await tell({ kind: 'listening' })
}

run().catch(async (error: unknown) => {
  const isKnown = error instanceof DataFolderError
  await tell({
    kind: 'refused',
    message: isKnown
      ? error.message
      : `The embedded store could not start: ${error instanceof Error ? error.stack : error}`,
  })
  process.exit(1)
})
