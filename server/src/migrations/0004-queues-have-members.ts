import type { Migration } from '../platform/migrations/migration.js'

/** Before queues had members every agent served every queue: so those who are there go on. */
export const queuesHaveMembers: Migration = {
  version: 4,
  name: 'queues have members',
  worksFrom: 0,
  run: async ({ readAll, backfill }) => {
    const queues = await readAll('queues')
    await backfill('staff', ({ tenantId, roles }) =>
      (roles as string[]).includes('agent')
        ? { queueIds: queues.filter((queue) => queue['tenantId'] === tenantId).map(({ _id }) => _id) }
        : null,
    )
  },
}
