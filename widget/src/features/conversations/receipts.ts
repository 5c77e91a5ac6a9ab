interface Position {
  readPosition: number
  deliveredPosition: number
}

export interface ReceiptDoors {
  /** What the server is known to hold. */
  held: () => Position
  markRead: (position: number) => Promise<void>
  markDelivered: (position: number) => Promise<void>
}

const GATHER_MS = 250

/** Tells the server what has arrived and what was read: gathered, never backwards, and again after a failure. */
export class Receipts {
  private wanted: Position = { readPosition: 0, deliveredPosition: 0 }
  private timer: ReturnType<typeof setTimeout> | undefined
  private isTelling = false

  constructor(
    private readonly doors: ReceiptDoors,
    private readonly gatherMs = GATHER_MS,
  ) {}

  delivered(position: number): void {
    this.wanted.deliveredPosition = Math.max(this.wanted.deliveredPosition, position)
    this.schedule()
  }

  read(position: number): void {
    this.wanted.readPosition = Math.max(this.wanted.readPosition, position)
    this.delivered(position)
  }

  /** Another contact, another thread: what was to be told is about neither. */
  reset(): void {
    this.wanted = { readPosition: 0, deliveredPosition: 0 }
  }

  private schedule(): void {
    if (this.timer !== undefined || this.isTelling || this.next() === undefined) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.tell()
    }, this.gatherMs)
  }

  /** Reading comes first: the server may count what is read as delivered too, and then there is nothing left to tell. */
  private next(): (() => Promise<void>) | undefined {
    const { readPosition, deliveredPosition } = this.wanted
    const held = this.doors.held()
    if (readPosition > held.readPosition) return () => this.doors.markRead(readPosition)
    if (deliveredPosition > held.deliveredPosition) return () => this.doors.markDelivered(deliveredPosition)
    return undefined
  }

  private async tell(): Promise<void> {
    this.isTelling = true
    try {
      for (let next = this.next(); next !== undefined; next = this.next()) await next()
    } catch {
      // The connection broke: the next arrival, reading or reconnect asks again.
    } finally {
      this.isTelling = false
    }
  }
}
