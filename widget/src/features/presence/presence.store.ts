import { shallowReactive } from 'vue'
import type { OnFact } from '../contacts/connection.store'

/** Whether anyone could answer now; null until the server has said so. */
export class PresenceStore {
  readonly state = shallowReactive({ isAnyoneOnline: null as boolean | null })

  follow(onFact: OnFact): void {
    onFact('presence:availabilityChanged', (availability) => Object.assign(this.state, availability))
  }
}
