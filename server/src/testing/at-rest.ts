import { eventually } from './eventually.js'
import type { ClientHistory } from './history.js'
import type { SimulatedClient } from './simulated-client.js'
import { COUNTED_WITHIN_MS, isCounted, readSnapshot } from './store-snapshot.js'
import type { StoreSnapshot } from './store-snapshot.js'

/**
 * Lets every client ask for what it lacks; what they did and saw, and the store at that moment. The server may still write by
 * itself (it hands out what waits), so both are taken again until nothing was written in between.
 */
export async function atRest(
  uri: string,
  people: readonly SimulatedClient[],
): Promise<{ histories: ClientHistory[]; store: StoreSnapshot }> {
  await eventually('all is counted', async () => isCounted(await readSnapshot(uri)), COUNTED_WITHIN_MS)
  for (let attempt = 1; ; attempt += 1) {
    const before = await readSnapshot(uri)
    const histories = await Promise.all(people.map((person) => person.settle()))
    const store = await readSnapshot(uri)
    if (isSame(before, store)) return { histories, store }
    if (attempt === 50) throw new Error('The log never came to rest')
  }
}

/** Whether nothing was written between two snapshots, and nothing is left to be counted. */
function isSame(before: StoreSnapshot, after: StoreSnapshot): boolean {
  const moment = ({ entries, conversations, counts }: StoreSnapshot) =>
    JSON.stringify([entries.length, ...[...conversations, ...counts].map((row) => JSON.stringify(row)).sort()])
  return isCounted(after) && moment(before) === moment(after)
}
