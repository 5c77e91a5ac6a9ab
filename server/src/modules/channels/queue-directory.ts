import { Singleton } from '@midwayjs/core'

/** What a channel has to know of queues. */
interface Queues {
  exists: (tenantId: string, queueId: string) => Promise<boolean>
  /** Where a channel's conversations wait when nobody said so. */
  defaultOf: (tenantId: string) => Promise<string>
}

/** Queues stand above channels: whoever has them answers here, since a channel may name none that is not there. */
@Singleton()
export class QueueDirectory {
  private queues: Queues | undefined

  answerBy(queues: Queues): void {
    this.queues = queues
  }

  get known(): Queues {
    if (this.queues === undefined) throw new Error('Nobody answers for queues yet')
    return this.queues
  }
}
