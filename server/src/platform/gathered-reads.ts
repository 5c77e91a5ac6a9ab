import { gatherMore } from './gather-more.js'

interface Asked<Value> {
  tenantId: string
  id: string
  resolve: (value: Value | undefined) => void
  reject: (error: unknown) => void
}

/**
 * Reads by id for many callers at once, as one query per tenant. What is asked while a query runs goes into the next one, so
 * nobody is given an answer that is older than their question.
 */
export class GatheredReads<Value> {
  private waiting: Asked<Value>[] = []
  private isReading = false

  constructor(private readonly read: (tenantId: string, ids: string[]) => Promise<Map<string, Value>>) {}

  /** Undefined when there is nothing under this id. */
  get(tenantId: string, id: string): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ tenantId, id, resolve, reject })
      if (this.isReading) return
      this.isReading = true
      // Those that arrived in this turn of the event loop are about to ask as well.
      setImmediate(() => void this.readAll())
    })
  }

  private async readAll(): Promise<void> {
    let isBusy = false
    while (this.waiting.length > 0) {
      if (isBusy) await gatherMore()
      const asked = this.waiting
      isBusy = asked.length > 1
      this.waiting = []
      const tenants = new Set(asked.map(({ tenantId }) => tenantId))
      await Promise.all(
        [...tenants].map((each) =>
          this.answer(
            each,
            asked.filter(({ tenantId }) => tenantId === each),
          ),
        ),
      )
    }
    this.isReading = false
  }

  private async answer(tenantId: string, asked: Asked<Value>[]): Promise<void> {
    try {
      const values = await this.read(tenantId, [...new Set(asked.map(({ id }) => id))])
      for (const { id, resolve } of asked) resolve(values.get(id))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}
