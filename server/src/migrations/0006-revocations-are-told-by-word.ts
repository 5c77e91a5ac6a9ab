import type { Migration } from '../platform/migrations/migration.js'

/** Nodes looked for what was revoked in contacts and channels themselves, before word of it was kept by itself. */
export const revocationsAreToldByWord: Migration = {
  version: 6,
  name: 'revocations are told by word',
  worksFrom: 0,
  run: async ({ dropIndex, dropField }) => {
    await dropIndex('contacts', 'contacts_revoked')
    await dropIndex('channels', 'channels_narrowed')
    await dropField('channels', 'narrowedAt')
  },
}
