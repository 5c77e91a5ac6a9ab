import { parseArgs } from 'node:util'
import { CommonJSFileDetector, Configuration, initializeGlobalApplicationContext } from '@midwayjs/core'
import { frameworkSettings } from './config/framework-settings.js'
import { readSettings, reachableAddresses } from './config/settings.js'
import { ADMIN_USAGE, AdminCommands } from './modules/admin/index.js'
import { MIGRATIONS } from './migrations/index.js'
import { MigrationRunner } from './platform/migrations/migration-runner.js'
import { MongoConnection } from './platform/mongo/connection.js'
import { StartError } from './platform/start-error.js'

/** The server's parts without its doors: no port is opened, nothing runs beside the command. */
@Configuration({
  detector: new CommonJSFileDetector({
    conflictCheck: true,
    ignore: [
      '**/testing/**',
      '**/bootstrap.*',
      '**/configuration.*',
      '**/admin-command.*',
      '**/backup/**',
      '**/backup-command.*',
    ],
  }),
  importConfigs: [{ default: frameworkSettings }],
})
export class CommandConfiguration {}

/** Runs one command of whoever runs the installation against its store. With the embedded store the server has to be stopped. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { login: { type: 'string' }, name: { type: 'string' }, tenant: { type: 'string' } },
  })
  if (positionals.length !== 1) throw new StartError(ADMIN_USAGE)
  const settings = readSettings(process.env)
  process.env['MIDWAY_SERVER_ENV'] = settings.isProduction ? 'prod' : 'local'
  process.env['MIDWAY_LOGGER_WRITEABLE_DIR'] ??= settings.dataDirectory
  const container = await initializeGlobalApplicationContext({
    appDir: __dirname,
    baseDir: __dirname,
    imports: [{ Configuration: CommandConfiguration }],
  })
  const mongo = await container.getAsync(MongoConnection)
  const commands = await container.getAsync(AdminCommands)
  const migrations = await container.getAsync(MigrationRunner)
  await mongo.start()
  try {
    await migrations.run(MIGRATIONS)
    await mongo.ensureIndexes()
    const [origin = ''] = reachableAddresses(settings, settings.port)
    const lines = await commands.run(positionals[0], values)
    for (const line of lines) process.stdout.write(`${line.startsWith('/console/') ? origin + line : line}\n`)
  } finally {
    await mongo.stop()
  }
}

/** What a person can mend is told in its own words. */
const isForPeople = (error: unknown): boolean =>
  /^(StartError|SettingsError|EmbeddedStoreError|MongooseServerSelectionError|MongoServerSelectionError|TypeError)$/.test(
    (error as Error).name,
  )

if (require.main === module) {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${isForPeople(error) ? (error as Error).message : (error as Error).stack}\n`)
      process.exit(1)
    },
  )
}
