import { parseArgs } from 'node:util'
import { makeBackup } from './backup/make-backup.js'
import { restoreBackup } from './backup/restore-backup.js'
import { readSettings } from './config/settings.js'
import { StartError } from './platform/start-error.js'

const USAGE = `Usage: npm run backup -- --to <file>       everything of the site that the settings name, which may be running
       npm run restore -- --from <file>    into an empty store and an empty file storage`

const ABOUT_THE_KEY =
  "What is encrypted in it opens only with the site's key: before the first start set its SECRETS_KEY, or put its file secrets-key into DATA_DIR."

/** Puts a site away into a file, or brings it back. */
async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string' }, from: { type: 'string' } },
  })
  const settings = readSettings(process.env)
  const [command] = positionals
  if (command === 'backup' && values.to !== undefined) {
    const { documents, files } = await makeBackup(settings, values.to)
    return `${documents} documents and ${files} files are in ${values.to}`
  }
  if (command === 'restore' && values.from !== undefined) {
    const { documents, files } = await restoreBackup(settings, values.from)
    return `${documents} documents and ${files} files are back\n${ABOUT_THE_KEY}`
  }
  throw new StartError(USAGE)
}

/** What a person can mend is told in its own words. */
const isForPeople = (error: unknown): boolean =>
  /^(StartError|SettingsError|StorageAway|EmbeddedStoreError|MongoServerSelectionError|TypeError)$/.test(
    (error as Error).name,
  )

if (require.main === module) {
  main().then(
    (line) => {
      process.stdout.write(`${line}\n`)
      process.exit(0)
    },
    (error: unknown) => {
      process.stderr.write(`${isForPeople(error) ? (error as Error).message : (error as Error).stack}\n`)
      process.exit(1)
    },
  )
}
