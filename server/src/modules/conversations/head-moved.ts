import { z } from 'zod'
import type { NodeNote } from '../../platform/nodes/other-nodes.js'
import type { Head } from './log-entry.js'

const instant = z.codec(z.number(), z.date(), {
  decode: (millis) => new Date(millis),
  encode: (date) => date.getTime(),
})

/** Where a log stands, as it goes from node to node. */
const WireHead = z.object({
  seq: z.int().positive(),
  visibleSeq: z.int().nonnegative(),
  contactCount: z.int().nonnegative(),
  staffCount: z.int().nonnegative(),
  lastContactSeq: z.int().nonnegative(),
  openConversationId: z.string().nullable(),
  awaitingReplySince: instant.nullable(),
  createdAt: instant,
}) satisfies z.ZodType<Head>

/** An entry was stored: whoever writes the next one at another node need not lose a race to find out. */
export const HeadMoved = {
  name: 'conversations:headMoved',
  payload: z.object({ threadId: z.string(), head: WireHead }),
} satisfies NodeNote<z.ZodType>

/** What is told of an entry that was stored. Field by field, because an entry has more than its head. */
export function headMoved(threadId: string, head: Head): z.input<typeof HeadMoved.payload> {
  return {
    threadId,
    head: {
      seq: head.seq,
      visibleSeq: head.visibleSeq,
      contactCount: head.contactCount,
      staffCount: head.staffCount,
      lastContactSeq: head.lastContactSeq,
      openConversationId: head.openConversationId,
      awaitingReplySince: head.awaitingReplySince?.getTime() ?? null,
      createdAt: head.createdAt.getTime(),
    },
  }
}
