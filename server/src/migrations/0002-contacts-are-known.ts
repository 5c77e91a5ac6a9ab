import type { Migration } from '../platform/migrations/migration.js'

/** Contacts of before hosts could say who they are: visitors, of whom nothing is known but when they came. */
export const contactsAreKnown: Migration = {
  version: 2,
  name: 'contacts are known',
  worksFrom: 0,
  run: ({ backfill }) =>
    backfill('contacts', ({ createdAt }) => ({
      isIdentified: false,
      login: null,
      avatarUrl: null,
      email: null,
      level: null,
      attributes: {},
      saidAttributes: {},
      lastSeenAt: createdAt,
      version: 0,
    })),
}
