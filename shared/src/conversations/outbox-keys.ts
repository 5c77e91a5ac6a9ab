import type { KeptStorage } from '../kernel/safe-storage.js'
import type { OutboxItem, OutboxStorage } from './outbox.js'

/** What a tab put there this long ago and did not send, another tab sends too: the id keeps it one message. */
const LEFT_BEHIND_AFTER_MS = 15_000

/** Messages on their way, one key each below a prefix of their own, so that tabs do not overwrite one another. */
export class OutboxKeys implements OutboxStorage {
  constructor(
    private readonly storage: KeptStorage,
    private readonly prefix: string,
  ) {}

  /** Every message that any tab has put, oldest first. */
  load(): OutboxItem[] {
    const keys = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? '')
    return keys
      .filter((key) => key.startsWith(this.prefix))
      .flatMap((key) => itemFrom(this.storage.getItem(key)))
      .sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1))
  }

  put(item: OutboxItem): void {
    this.storage.setItem(this.prefix + item.clientMessageId, JSON.stringify(item))
  }

  remove(clientMessageId: string): void {
    this.storage.removeItem(this.prefix + clientMessageId)
  }

  /** Messages of tabs that were closed before they were sent. `now` is in milliseconds. */
  leftBehind(now: number): OutboxItem[] {
    const before = new Date(now - LEFT_BEHIND_AFTER_MS).toISOString()
    return this.load().filter((item) => item.createdAt < before)
  }

  /** The id of the message that another tab has sent or discarded; undefined when the event is about anything else. */
  removedBy({ key, newValue }: Pick<StorageEvent, 'key' | 'newValue'>): string | undefined {
    return newValue === null && key?.startsWith(this.prefix) ? key.slice(this.prefix.length) : undefined
  }
}

/** What another version left in a form that cannot be read is not a message. */
function itemFrom(stored: string | null): OutboxItem[] {
  try {
    const item = JSON.parse(stored ?? 'null') as Partial<OutboxItem> | null
    const needed = [item?.clientMessageId, item?.lane, item?.text, item?.createdAt]
    return needed.every((value) => typeof value === 'string') ? [item as OutboxItem] : []
  } catch {
    return []
  }
}
