import { Gathering } from './gathering.js'
import { inTime } from './in-time.js'

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
  private readonly gathering: Gathering<Asked<Value>>

  /** `most` is how many are asked for together. */
  constructor(
    private readonly read: (tenantId: string, ids: string[]) => Promise<Map<string, Value>>,
    most = Infinity,
  ) {
    this.gathering = new Gathering<Asked<Value>>((asked) => this.readAll(asked), most)
  }

  /** Undefined when there is nothing under this id. */
  get(tenantId: string, id: string): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.gathering.add({ tenantId, id, resolve, reject })
    })
  }

  private async readAll(asked: Asked<Value>[]): Promise<void> {
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

  private async answer(tenantId: string, asked: Asked<Value>[]): Promise<void> {
    try {
      const values = await inTime(this.read(tenantId, [...new Set(asked.map(({ id }) => id))]))
      for (const { id, resolve } of asked) resolve(values.get(id))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}
