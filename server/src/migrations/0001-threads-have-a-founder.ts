import type { Migration } from '../platform/migrations/migration.js'

/**
 * A contact may have several threads in a channel since visitors are identified, so the index that allowed one has to go; and
 * each thread names who began it, under whose key they write in it for ever.
 */
export const threadsHaveAFounder: Migration = {
  version: 1,
  name: 'threads have a founder',
  worksFrom: 0,
  run: async ({ dropIndex, backfill }) => {
    await dropIndex('threads', 'threads_contact')
    await backfill('threads', ({ contactId }) => ({ founderId: contactId }))
  },
}
