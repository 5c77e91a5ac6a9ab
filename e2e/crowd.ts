import { beginVisit } from '../server/src/testing/client-connection.js'
import { eventually } from '../server/src/testing/eventually.js'
import { SimulatedContact } from '../server/src/testing/simulated-people.js'

/** Visitors without a browser, who have written once and are gone again. */
export async function crowd(url: string, count: number): Promise<void> {
  const AT_ONCE = 20
  for (let first = 0; first < count; first += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => `crowd ${first + index}`)
    const some = await Promise.all(
      names.map(async (name) => SimulatedContact.connect(url, await beginVisit(url), name)),
    )
    for (const contact of some) contact.say('is anybody there')
    await eventually('they are heard', () => some.every(({ outbox }) => outbox.all.length === 0))
    for (const contact of some) contact.socket.disconnect()
  }
}
