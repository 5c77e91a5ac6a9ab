import { z } from 'zod'
import { fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'

const count = z.int().nonnegative()

/** How many conversations of a queue stand where: all of them, or those of one assignee. */
export const CountRow = z.strictObject({
  queueId: Id,
  /** Whose these are; null for all of the queue. */
  assigneeId: Id.nullable(),
  waiting: count,
  assigned: count,
  ended: count,
  /** Rises with each change; the older one is dropped. */
  version: count,
})
export type CountRow = z.infer<typeof CountRow>

/** To those who see a queue about the queue, to an assignee about their own: gathered before it is sent. */
export const CountsChanged = fact('conversations:countsChanged', z.strictObject({ rows: z.array(CountRow) }))
