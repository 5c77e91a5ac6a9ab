// One embedded store for the whole run, each test with a database of its own; a run that was given another store uses that one.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default async function setUp() {
  const { startEmbeddedStore } = await import('@parley/embedded-store')
  const directory = await mkdtemp(join(tmpdir(), 'parley-test-store-'))
  const store = await startEmbeddedStore({ directory })
  globalThis.parleyTestStore = { store, directory }
  process.env['PARLEY_TEST_EMBEDDED_URI'] = store.uri
  if (process.env['PARLEY_TEST_MONGODB_URI']) return
  process.env['PARLEY_TEST_MONGODB_URI'] = store.uri
  process.env['PARLEY_GUARD_EXPLAIN'] = 'on'
}
