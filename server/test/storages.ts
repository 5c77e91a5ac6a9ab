import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const SERVICES = join(__dirname, '..', '..', 'scripts', 'services', 'services')

/** What points a server at the S3 service that `scripts/services` runs, or null when it does not answer. */
function runningS3(): Record<string, string> | null {
  const given = process.env['S3_ENDPOINT']
  const settings = given === undefined ? services('env') : `S3_ENDPOINT=${given}`
  const pairs = settings.split('\n').map((line) => line.split('=') as [string, string])
  const environment = Object.fromEntries(pairs.filter(([name]) => name.startsWith('S3_')))
  if (
    given === undefined &&
    !services('status')
      .split('\n')
      .some((line) => /^s3 .*answers/.test(line))
  )
    return null
  const { S3_ACCESS_KEY, S3_SECRET_KEY } = process.env
  return { ...environment, ...(S3_ACCESS_KEY ? { S3_ACCESS_KEY } : {}), ...(S3_SECRET_KEY ? { S3_SECRET_KEY } : {}) }
}

/** Asks, or starts and stops, the real servers of the tests. */
export function services(...words: string[]): string {
  return execFileSync(SERVICES, words, { encoding: 'utf8' })
}

/** Whether that service is the one of `scripts/services`, which a test may stop and start. */
export const isS3OurOwn = process.env['S3_ENDPOINT'] === undefined

const s3 = runningS3()

if (s3 === null && process.env['PARLEY_REQUIRE_ALL'] !== undefined)
  throw new Error('No S3 service answers: start one with scripts/services/services up s3')
if (s3 === null) process.stderr.write('skipped: no S3 service answers, so files are tested in the local folder alone\n')

/** Each place where files can lie; the same tests run on all of them. */
export const storages: { name: string; environment: () => Record<string, string> }[] = [
  { name: 'a local folder', environment: () => ({}) },
  ...(s3 === null ? [] : [{ name: 'an S3 bucket', environment: () => s3 }]),
]
