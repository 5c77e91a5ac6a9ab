import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { newDatabase } from '../src/testing/test-database.js'
import { startServer } from '../src/testing/test-server.js'

const SOURCES = join(__dirname, '..', 'src')

/** The names of the indexes that the schemas of all modules ask for. */
function asked(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((each) =>
    each.endsWith('.schema.ts'),
  )
  const exported = files.flatMap((each) => Object.values(jest.requireActual<object>(join(SOURCES, each))))
  const schemas = exported.filter((each) => each instanceof mongoose.Schema)
  return schemas.flatMap((schema) => schema.indexes().map(([, { name }]) => name ?? 'one without a name'))
}

it('a new store has every index that a schema asks for once the server listens', async () => {
  const database = newDatabase()
  const server = await startServer({ environment: { MONGODB_URI: database.uri, DEMO: 'off' } })
  const store = await mongoose.createConnection(database.uri).asPromise()
  const collections = await store.listCollections()
  const built = await Promise.all(collections.map(({ name }) => store.collection(name).indexes()))
  const names = new Set(built.flat().map(({ name }) => name))
  await store.close()
  expect(await server.stop()).toBe(0)
  await database.drop()
  expect(asked().filter((name) => !names.has(name))).toEqual([])
})
