import type { Entry } from '@parley/shared/conversations/entry'

/** What one simulated client did and saw, in order. */
export type ClientEvent =
  | { type: 'send'; clientMessageId: string }
  | { type: 'ack'; clientMessageId: string; id: string; position: number }
  | { type: 'received'; entry: Entry }
  | { type: 'resumed'; threadId: string; from: number; count: number }

/** The record of one client that the checker reads after a run. */
export interface ClientHistory {
  client: string
  audience: 'contact' | 'staff'
  /** `contact:<id>` or `staff:<id>`. */
  principalKey: string
  events: ClientEvent[]
  /** Thread id → what its screen shows at the end. */
  finalViews: Map<string, readonly Entry[]>
}
