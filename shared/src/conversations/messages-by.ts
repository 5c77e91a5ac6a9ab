import type { Entry } from './entry.js'
import { isPublicMessage } from './message-kinds.js'

type Side = 'contact' | 'staff'

const isMessageBy = (entry: Entry, side: Side): boolean => isPublicMessage(entry) && entry.author.role === side

/** The position of one side's latest message, 0 when there is none: the only thing that the other side's marks can be about. */
export const latestMessageBy = (side: Side, entries: readonly Entry[]): number =>
  entries.findLast((entry) => isMessageBy(entry, side))?.position ?? 0

/** How many messages one side wrote after a position: what the "N new" pill counts for the other. */
export const newMessagesBy = (side: Side, entries: readonly Entry[], after: number): number =>
  entries.filter((entry) => isMessageBy(entry, side) && entry.position > after).length
