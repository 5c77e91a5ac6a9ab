import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dispatcher } from '../commands/dispatch.js'
import { rawDocument } from '../bson/value.js'
import { countAll } from '../query/execute.js'
import { Store } from '../store.js'
import { Request } from '../wire/request.js'
import { removeExpired } from './expiry.js'

const HOUR_MS = 3_600_000

test('a TTL index removes what is older than it says, by any date of an array, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-expiry-'))
  const store = new Store(join(folder, 'data.mdb'))
  const run = (command: object) =>
    dispatcher(store)(new Request(rawDocument(command), new Map(), true), { id: 1, isAuthenticated: true })
  const now = Date.now()
  await run({
    createIndexes: 'tokens',
    indexes: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 3600 }],
    $db: 'test',
  })
  const ages = [2 * HOUR_MS, HOUR_MS + 1, HOUR_MS - 1_000, -HOUR_MS]
  const documents = ages.map((age, _id) => ({ _id, at: new Date(now - age) }))
  const others = [{ _id: 10, at: 'text' }, { _id: 11 }, { _id: 12, at: [new Date(now), new Date(now - 2 * HOUR_MS)] }]
  await run({ insert: 'tokens', documents: [...documents, ...others], $db: 'test' })
  expect(await removeExpired(store, now)).toBe(3)
  expect(countAll(store.engine, store.catalog.find({ database: 'test', collection: 'tokens' })!)).toBe(4)
  expect(await removeExpired(store, now)).toBe(0)
  await store.close()
  rmSync(folder, { recursive: true })
})
