import type { Migration } from '../platform/migrations/migration.js'

/** Channels of before they had settings let anybody in and said nothing: so they go on. */
export const channelsHaveSettings: Migration = {
  version: 3,
  name: 'channels have settings',
  worksFrom: 0,
  run: ({ backfill }) =>
    backfill('channels', ({ _id }) => ({
      allowedOrigins: [],
      allowsAnonymous: true,
      allowsAccounts: false,
      greeting: { en: '', 'zh-CN': '' },
      colour: '#0f766e',
      locale: 'auto',
      isEnabled: true,
      signingKeys: [],
      createdAt: (_id as { getTimestamp: () => Date }).getTimestamp(),
      version: 0,
    })),
}
