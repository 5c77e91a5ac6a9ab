import { parseArgs } from 'node:util'
import { makeBackup } from './backup/make-backup.js'
import { restoreBackup } from './backup/restore-backup.js'
import { keyMarkOf } from './backup/secrets-key.js'
import { readSettings } from './config/settings.js'
import { StartError } from './platform/start-error.js'

const USAGE = `Usage: npm run backup -- --to <file>       everything of the site that the settings name, which may be running
       npm run restore -- --from <file>    into an empty store and an empty file storage`

const keptApart = (keyMark: string): string =>
  `The key to its secrets is not in it (${keyMark}): keep SECRETS_KEY, or the file secrets-key of DATA_DIR, at another place.`

/** Without its key signing keys and second steps of a site that comes back would have to be made anew. */
function aboutTheKey(needed: string | null, present: string | null): string {
  if (needed === null) return 'Its secrets are not encrypted.'
  if (needed === present) return `The key to its secrets is here (${needed}).`
  return (
    `The key to its secrets is ${present === null ? 'not here' : 'another than the one here'} (${needed}): ` +
    "before the first start set the site's SECRETS_KEY, or put its file secrets-key into DATA_DIR."
  )
}

/** Puts a site away into a file, or brings it back. */
async function main(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string' }, from: { type: 'string' } },
  })
  const settings = readSettings(process.env)
  const [command] = positionals
  if (command === 'backup' && values.to !== undefined) {
    const { documents, files, keyMark } = await makeBackup(settings, values.to)
    const said = `${documents} documents and ${files} files are in ${values.to}`
    return keyMark === null ? said : `${said}\n${keptApart(keyMark)}`
  }
  if (command === 'restore' && values.from !== undefined) {
    const { documents, files, keyMark } = await restoreBackup(settings, values.from)
    return `${documents} documents and ${files} files are back\n${aboutTheKey(keyMark, await keyMarkOf(settings))}`
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
