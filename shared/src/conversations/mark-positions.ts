import type { Mark } from './conversation.js'

/** How far a reader has read and received, apart from who they are. */
export type MarkPositions = Pick<Mark, 'readPosition' | 'readCount' | 'deliveredPosition'>

/** The further of two marks of one reader: news may come in any order, and marks only rise. */
export function furtherMark<News extends MarkPositions>(held: MarkPositions | undefined, news: News): News {
  if (held === undefined) return news
  return {
    ...news,
    readPosition: Math.max(held.readPosition, news.readPosition),
    readCount: Math.max(held.readCount, news.readCount),
    deliveredPosition: Math.max(held.deliveredPosition, news.deliveredPosition),
  }
}

/** Where a stored message is on its way to a reader, as that reader's mark tells. */
export function receiptOf(
  position: number,
  mark: Pick<Mark, 'readPosition' | 'deliveredPosition'> | undefined,
): 'sent' | 'delivered' | 'read' {
  if (mark !== undefined && position <= mark.readPosition) return 'read'
  return mark !== undefined && position <= mark.deliveredPosition ? 'delivered' : 'sent'
}
