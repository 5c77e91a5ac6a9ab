import { rm } from 'node:fs/promises'

export default async function tearDown() {
  if (globalThis.parleyTestStore === undefined) return
  const { store, directory } = globalThis.parleyTestStore
  await store.stop()
  await rm(directory, { recursive: true, force: true })
}
