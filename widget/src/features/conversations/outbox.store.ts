import type { Attachment } from '@parley/shared/attachments/attachment'
import type { Card } from '@parley/shared/conversations/entry'
import { messageStamps } from '@parley/shared/conversations/message-stamps'
import { Outbox } from '@parley/shared/conversations/outbox'
import type { OutboxItem } from '@parley/shared/conversations/outbox'
import type { OutboxKeys } from '@parley/shared/conversations/outbox-keys'
import { shallowReactive } from 'vue'

/** A visitor has one thread in a channel, so there is one lane: nothing overtakes, also while the thread is being begun. */
const LANE = 'thread'

/** Messages on their way to the server, through reloads and closed tabs. */
export class OutboxStore {
  readonly state = shallowReactive({ items: [] as readonly OutboxItem[] })
  private readonly outbox: Outbox
  private readonly stamp = messageStamps()

  constructor(
    private readonly keys: OutboxKeys,
    send: (item: OutboxItem) => Promise<void>,
  ) {
    this.outbox = new Outbox({ storage: keys, send, onChange: (items) => (this.state.items = items) })
    this.state.items = this.outbox.all
  }

  add(text: string, attachments: Attachment[] = []): void {
    const body = attachments.length === 0 ? { kind: 'text' as const } : { kind: 'files' as const, attachments }
    this.outbox.add({ ...this.stamp(), lane: LANE, text, ...body })
  }

  addCard(card: Card): void {
    this.outbox.add({ ...this.stamp(), lane: LANE, kind: 'card', text: card.title, card })
  }

  retry(clientMessageId: string): void {
    this.outbox.retry(clientMessageId)
  }

  discard(clientMessageId: string): void {
    this.outbox.discard(clientMessageId)
  }

  get hasAny(): boolean {
    return this.state.items.length > 0
  }

  /** Somebody else writes from now on. */
  discardAll(): void {
    for (const { clientMessageId } of this.state.items) this.outbox.discard(clientMessageId)
  }

  flush(): void {
    this.outbox.flush()
  }

  /** Messages of tabs that were closed before they were sent. */
  adoptLeftBehind(): void {
    this.outbox.adopt(this.keys.leftBehind(Date.now()))
  }

  /** Another tab changed what is stored: what it sent or discarded is done here too. */
  storageChanged(event: Pick<StorageEvent, 'key' | 'newValue'>): void {
    const clientMessageId = this.keys.removedBy(event)
    if (clientMessageId !== undefined) this.outbox.forget(clientMessageId)
  }
}
