import { randomBytes } from 'node:crypto'
import mongoose from 'mongoose'

/** A database of a test's own. */
export interface TestDatabase {
  /** What a server is given as MONGODB_URI. */
  uri: string
  drop: () => Promise<void>
}

/**
 * A fresh database on the store named by PARLEY_TEST_MONGODB_URI: the embedded one that the test run started, or whichever
 * the run was given, so that the same tests prove Parley on both.
 */
export function newDatabase(given = process.env['PARLEY_TEST_MONGODB_URI']): TestDatabase {
  if (given === undefined) throw new Error('PARLEY_TEST_MONGODB_URI is not set: run the tests through jest')
  const uri = withDatabase(given, `parley_test_${randomBytes(6).toString('hex')}`)
  const drop = async () => {
    const connection = await mongoose.createConnection(uri).asPromise()
    await connection.dropDatabase()
    await connection.close()
  }
  return { uri, drop }
}

function withDatabase(uri: string, name: string): string {
  const [, start = uri, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? []
  return `${start}/${name}${query}`
}
