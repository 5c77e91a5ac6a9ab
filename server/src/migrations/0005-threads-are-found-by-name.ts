import type { Migration } from '../platform/migrations/migration.js'
import { tokensOf } from '../platform/search-words.js'

/** Threads of before there was a search are found by the names of their contacts as well. */
export const threadsAreFoundByName: Migration = {
  version: 5,
  name: 'threads are found by name',
  worksFrom: 0,
  run: ({ backfill }) =>
    backfill('threads', ({ contactName }) => ({ nameTokens: tokensOf((contactName as string | undefined) ?? '') })),
}
