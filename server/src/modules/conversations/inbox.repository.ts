import { Init, Inject, Singleton } from '@midwayjs/core'
import type { InboxFilter, InboxTab } from '@parley/shared/conversations/inbox'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { z } from 'zod'
import { MongoConnection } from '../../platform/mongo/connection.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { toConversation } from './conversation.js'
import type { Conversation } from './conversation.js'
import { conversationSchema } from './conversation.schema.js'
import type { ConversationDocument } from './conversation.schema.js'

type SortField = 'assignedAt' | 'waitingSince' | 'startedAt' | 'endedAt'

/** Whose inbox it is, and how far they may see. */
export type InboxReader = Pick<StaffPrincipal, 'tenantId' | 'staffId' | 'grants' | 'queueIds'>

interface TabQuery {
  filter: Record<string, unknown>
  field: SortField
  direction: 1 | -1
}

/** The next look takes the others: those that were dealt with are not silent any more, or have ended. */
const SILENT_AT_ONCE = 1_000

const Cursor = z.tuple([z.iso.datetime(), z.string().regex(/^[0-9a-f]{24}$/)])

/** Pages of conversations in the stable order of each tab, by keyset. */
@Singleton()
export class InboxRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<ConversationDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('conversations', conversationSchema)
  }

  /** By the index of the tab, or of the filter and the tab. @throws ParleyError `bad_request` for a cursor that no page gave */
  async page(
    reader: InboxReader,
    { tab, filter: wanted }: { tab: InboxTab; filter: InboxFilter },
    page: { cursor: string | undefined; limit: number },
  ): Promise<{ conversations: Conversation[]; next: string | null }> {
    const { filter, field, direction } = queryOf(reader, tab)
    const after = page.cursor === undefined ? [] : [afterCursor(page.cursor, field, direction)]
    const found = await this.model
      .find(both(filter, narrowed(wanted), ...after))
      .sort({ [field]: direction, _id: direction })
      .limit(page.limit + 1)
      .lean()
    const shown = found.slice(0, page.limit)
    const last = found.length > page.limit ? shown.at(-1) : undefined
    return {
      conversations: shown.map(toConversation),
      next: last === undefined ? null : encodeCursor(last[field], last._id),
    }
  }

  /** How many wait in all queues of a tenant, by conversations_waiting. */
  async countWaiting(tenantId: string): Promise<number> {
    return this.model.countDocuments({ tenantId, state: 'waiting' })
  }

  /** The conversations of an agent that are open, by conversations_mine. */
  async listAssigned(tenantId: string, staffId: string): Promise<Conversation[]> {
    const found = await this.model.find({ tenantId, state: 'assigned', assigneeId: new Types.ObjectId(staffId) }).lean()
    return found.map(toConversation)
  }

  /** Those of a queue that were answered, and in which nobody has written anything since a moment; by conversations_queue. */
  async listSilent(tenantId: string, queueId: string, since: Date): Promise<Conversation[]> {
    const found = await this.model
      .find({
        ...{ tenantId, queueId: new Types.ObjectId(queueId), state: 'assigned' },
        awaitingReplySince: null,
        'lastMessage.createdAt': { $lte: since },
      })
      .limit(SILENT_AT_ONCE)
      .lean()
    return found.map(toConversation)
  }

  /** Those that wait in a queue, the longest first, by conversations_queue. */
  async listWaiting(tenantId: string, queueId: string, limit: number): Promise<Conversation[]> {
    const found = await this.model
      .find({ tenantId, queueId: new Types.ObjectId(queueId), state: 'waiting' })
      .sort({ waitingSince: 1, _id: 1 })
      .limit(limit)
      .lean()
    return found.map(toConversation)
  }
}

function queryOf(reader: InboxReader, tab: InboxTab): TabQuery {
  const { tenantId, staffId } = reader
  switch (tab) {
    case 'mine': {
      const assigneeId = new Types.ObjectId(staffId)
      return { filter: { tenantId, state: 'assigned', assigneeId }, field: 'assignedAt', direction: -1 }
    }
    case 'waiting':
      return { filter: both({ tenantId, state: 'waiting' }, reachOf(reader)), field: 'waitingSince', direction: 1 }
    case 'all': {
      const filter = both({ tenantId, isOpen: true, state: { $ne: 'beginning' } }, reachOf(reader))
      return { filter, field: 'startedAt', direction: -1 }
    }
    case 'ended': {
      const filter = both({ tenantId, state: 'ended', lastSeq: { $gt: 0 } }, reachOf(reader))
      return { filter, field: 'endedAt', direction: -1 }
    }
  }
}

/** What somebody may see at all: by conversations_*_of_queue and conversations_*_of_assignee. */
function reachOf({ grants, staffId, queueIds }: InboxReader): Record<string, unknown> {
  const isOwn = { assigneeId: new Types.ObjectId(staffId) }
  const scope = grants['conversations.read']
  if (scope === undefined) return isOwn
  switch (scope) {
    case 'all':
      return {}
    case 'queue':
      return { $or: [{ queueId: { $in: queueIds.map((id) => new Types.ObjectId(id)) } }, isOwn] }
    case 'own':
      return isOwn
  }
}

/** What a filter asks for. An assignee stands beside the one whose tab it is or whose reach ends there, and never in place of them. */
function narrowed({ queueId, channelId, tagId, assigneeId }: InboxFilter): Record<string, unknown> {
  const ids = { queueId, channelId, tagIds: tagId }
  const given = Object.entries(ids).flatMap(([field, id]) =>
    id === undefined ? [] : [[field, new Types.ObjectId(id)] as const],
  )
  const assignee = assigneeId === undefined ? {} : { $or: [{ assigneeId: new Types.ObjectId(assigneeId) }] }
  return { ...Object.fromEntries(given), ...assignee }
}

/** Conditions that hold together, though each may have alternatives of its own. */
function both(...conditions: Record<string, unknown>[]): Record<string, unknown> {
  const plain = conditions.filter((condition) => !('$or' in condition))
  const alternatives = conditions.filter((condition) => '$or' in condition)
  const joined: Record<string, unknown> = Object.assign({}, ...plain)
  if (alternatives.length === 0) return joined
  return { ...joined, $and: alternatives }
}

function encodeCursor(value: Date | null, id: Types.ObjectId): string {
  return Buffer.from(JSON.stringify([(value ?? new Date(0)).toISOString(), id.toHexString()])).toString('base64url')
}

function afterCursor(cursor: string, field: SortField, direction: 1 | -1): Record<string, unknown> {
  const [instant, id] = decodeCursor(cursor)
  const beyond = direction === 1 ? '$gt' : '$lt'
  const value = new Date(instant)
  // The first condition bounds the index scan; the second decides between equals.
  return {
    [field]: { [`${beyond}e`]: value },
    $or: [{ [field]: { [beyond]: value } }, { [field]: value, _id: { [beyond]: new Types.ObjectId(id) } }],
  }
}

function decodeCursor(cursor: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new ParleyError('bad_request', { issues: [{ path: 'cursor', code: 'custom' }] })
  }
}
