#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startService } from './process/service.js'
import { walkDataFile } from './process/walk-data-file.js'
import { backup, compact, restore } from './storage/copies.js'
import type { Address } from './wire/server.js'

const HELP = `The embedded document store, by hand:
  serve   --directory D (--socket S | --port N --user U --password-file F)   serve a folder until told to end
  verify  --directory D                     read everything, compare the indexes with the documents
  backup  --directory D --to D2             copy into a new folder, also while it is served
  restore --from D2 --directory D           put a backup into an empty folder
  compact --directory D                     give free space back; nobody may use the folder
  export  --uri U --database N --to F       write a database as extended JSON, through the ordinary driver
  import  --uri U --database N --from F     read it into this store or into MongoDB`

const LOCK_WAIT_MS = 10_000

type Options = Readonly<Record<string, string | undefined>>

function required(options: Options, name: string): string {
  const value = options[name]
  if (value === undefined) throw new Error(`--${name} is missing.\n${HELP}`)
  return value
}

function folder(options: Options, name: string): string {
  return resolve(required(options, name))
}

async function serve(options: Options): Promise<void> {
  const address: Address = options['socket']
    ? { socketPath: resolve(options['socket']) }
    : { port: Number(required(options, 'port')) }
  const credential =
    'port' in address
      ? { user: required(options, 'user'), password: readFileSync(required(options, 'password-file'), 'utf8').trim() }
      : undefined
  const service = await startService({
    directory: folder(options, 'directory'),
    address,
    lockWaitMs: LOCK_WAIT_MS,
    ...(credential && { credential }),
    log: (line) => process.stderr.write(`${line}\n`),
  })
  const end = () => void service.stop().then(() => process.exit(0))
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  say(
    'socketPath' in address ? `listening on ${address.socketPath}` : `listening on 127.0.0.1:${service.listener.port}`,
  )
}

async function verify(options: Options): Promise<void> {
  const report = await walkDataFile(join(folder(options, 'directory'), 'data.mdb'))
  say(`${report.collections} collections, ${report.documents} documents, ${report.indexEntries} index entries`)
  report.problems.forEach(say)
  say(report.problems.length === 0 ? 'sound' : `${report.problems.length} problems`)
  process.exitCode = report.problems.length === 0 ? 0 : 1
}

// The driver is needed here alone; the store itself runs without it.
async function transfer(direction: 'export' | 'import', options: Options): Promise<void> {
  const { exportDatabase, importDatabase } = await import('./transfer.js')
  const [uri, database] = [required(options, 'uri'), required(options, 'database')]
  const done =
    direction === 'export'
      ? await exportDatabase(uri, database, folder(options, 'to'))
      : await importDatabase(uri, database, folder(options, 'from'))
  say(`${done.documents} documents in ${done.collections} collections`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const COMMANDS: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  serve,
  verify,
  backup: async (options) => {
    await backup(folder(options, 'directory'), folder(options, 'to'))
    say('backed up and read through')
  },
  restore: async (options) => {
    await restore(folder(options, 'from'), folder(options, 'directory'))
    say('restored')
  },
  compact: async (options) => {
    const { before, after } = await compact(folder(options, 'directory'))
    say(`${before} bytes before, ${after} bytes after`)
  },
  export: (options) => transfer('export', options),
  import: (options) => transfer('import', options),
}

async function run(): Promise<void> {
  const names = ['directory', 'socket', 'port', 'user', 'password-file', 'to', 'from', 'uri', 'database']
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  })
  const command = COMMANDS[positionals[0] ?? '']
  if (!command) throw new Error(HELP)
  await command(values)
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
