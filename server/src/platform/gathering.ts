/** What comes in company waits so long for more of it: less than a store's answer takes. */
const GATHER_MS = 1

/**
 * Gathers what comes at about one time into one piece of work. What comes while nothing is done begins at the end of this turn
 * of the event loop, when its neighbours have come too; what comes while work is done goes together into the next piece, and
 * where things come in company, a moment later, so that there is more of it.
 */
export class Gathering<Item> {
  private waiting: Item[] = []
  private isWorking = false

  /** `work` never rejects; `most` is what one piece carries. */
  constructor(
    private readonly work: (items: Item[]) => Promise<void>,
    private readonly most = Infinity,
  ) {}

  add(item: Item): void {
    this.waiting.push(item)
    if (this.isWorking) return
    this.isWorking = true
    setImmediate(() => void this.workAll())
  }

  private async workAll(): Promise<void> {
    let isBusy = false
    while (this.waiting.length > 0) {
      if (isBusy) await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
      const items = this.waiting.splice(0, this.most)
      isBusy = items.length > 1
      await this.work(items)
    }
    this.isWorking = false
  }
}
