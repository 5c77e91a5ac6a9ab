import { shallowReactive } from 'vue'
import type { OutboxStore } from './outbox.store'
import type { ShownCard } from './thread-lines'

/** What the page would have the visitor send: nothing leaves before they say so. */
export class OfferStore {
  readonly state = shallowReactive({ card: null as ShownCard | null })

  constructor(private readonly outbox: OutboxStore) {}

  /** What tells a card comes with the first of them. Rejects with `bad_options` for anything else. */
  async take(offered: unknown): Promise<void> {
    const { offeredCard } = await import('@parley/shared/conversations/offered-card')
    const card = offeredCard(offered)
    if (card === null) throw Object.assign(new Error('no card'), { code: 'bad_options' })
    this.state.card = card
  }

  send(): void {
    if (this.state.card !== null) this.outbox.addCard(this.state.card)
    this.discard()
  }

  discard(): void {
    this.state.card = null
  }
}
