import type { Audience } from './entry.repository.js'
import type { EntryDocument } from './entry.schema.js'

/** What came after a position of a thread, as one audience counts, and how much of it is wanted. */
export interface NewsAsked {
  threadId: string
  audience: Audience
  after: number
  limit: number
}

/** One text for each thing that may be asked, so that what two ask alike is read once. */
export const newsId = ({ threadId, audience, after, limit }: NewsAsked): string =>
  [threadId, audience, after, limit].join(' ')

export function newsOf(id: string): NewsAsked {
  const [threadId = '', audience, after, limit] = id.split(' ')
  return { threadId, audience: audience as Audience, after: Number(after), limit: Number(limit) }
}

/** Each thing that was asked with its part of what was found, oldest first. */
export function partedNews(asked: readonly NewsAsked[], found: readonly EntryDocument[]): Map<string, EntryDocument[]> {
  const ofThreads = new Map<string, EntryDocument[]>()
  for (const entry of found) {
    const threadId = entry.threadId.toHexString()
    const others = ofThreads.get(threadId)
    if (others === undefined) ofThreads.set(threadId, [entry])
    else others.push(entry)
  }
  return new Map(asked.map((each) => [newsId(each), newsAmong(ofThreads.get(each.threadId) ?? [], each)]))
}

function newsAmong(entries: readonly EntryDocument[], { audience, after, limit }: NewsAsked): EntryDocument[] {
  const positionOf = ({ seq, visibleSeq }: EntryDocument) => (audience === 'staff' ? seq : visibleSeq)
  const isAsked = (entry: EntryDocument) =>
    (audience === 'staff' || entry.visibleToContact === true) &&
    positionOf(entry) > after &&
    positionOf(entry) <= after + limit
  return entries.filter(isAsked).sort((one, other) => positionOf(one) - positionOf(other))
}
