import mongoose from 'mongoose'

/** The parts of the store that the promises are about, as plain values. */
export interface StoreSnapshot {
  entries: StoredEntry[]
  threads: { id: string; contactId: string; channelId: string }[]
  conversations: {
    id: string
    threadId: string
    contactId: string
    channelId: string
    state: string
    isOpen: boolean
    assigneeId: string | null
    slot: number | null
    /** Who decided on the assignee: only a supervisor's decision may do without a slot. */
    decidedBy: string | null
    queueId: string
    /** The counts on the tabs do not know yet. */
    isUncounted: boolean
  }[]
  /** The counts on the tabs, of a queue or of an assignee in it. */
  counts: { queueId: string; assigneeId: string | null; waiting: number; assigned: number; ended: number }[]
  staff: { id: string; capacity: number }[]
}

export interface StoredEntry {
  id: string
  threadId: string
  conversationId: string
  seq: number
  visibleSeq: number
  isVisibleToContact: boolean
  senderKey: string
  clientMessageId: string
  kind: string
  text: string | null
}

/** The counts on the tabs have followed; a node that died leaves some to the next sweep of another. */
export const isCounted = ({ conversations }: StoreSnapshot): boolean =>
  conversations.every(({ isUncounted }) => !isUncounted)

export const COUNTED_WITHIN_MS = 60_000

type Row = Record<string, unknown> & { body?: { kind: string; text?: string | null } }

const text = (value: unknown): string => String(value)

/** Reads a whole test database. */
export async function readSnapshot(uri: string): Promise<StoreSnapshot> {
  const connection = await mongoose.createConnection(uri).asPromise()
  try {
    const all = async (name: string): Promise<Row[]> => await connection.collection(name).find().toArray()
    const [entries, threads, conversations, staff, counts] = await Promise.all(
      ['entries', 'threads', 'conversations', 'staff', 'inboxCounts'].map(all),
    )
    return {
      entries: (entries ?? []).map(toStoredEntry),
      threads: (threads ?? []).map((row) => ({
        id: text(row['_id']),
        contactId: text(row['contactId']),
        channelId: text(row['channelId']),
      })),
      conversations: (conversations ?? []).map((row) => ({
        id: text(row['_id']),
        threadId: text(row['threadId']),
        contactId: text(row['contactId']),
        channelId: text(row['channelId']),
        state: text(row['state']),
        isOpen: row['isOpen'] === true,
        assigneeId: row['assigneeId'] === null ? null : text(row['assigneeId']),
        slot: typeof row['slot'] === 'number' ? row['slot'] : null,
        decidedBy: (row['decision'] as { by?: string } | null)?.by ?? null,
        queueId: text(row['queueId']),
        isUncounted: row['isUncounted'] === true,
      })),
      counts: (counts ?? []).map((row) => ({
        queueId: text(row['queueId']),
        assigneeId: row['assigneeId'] === null ? null : text(row['assigneeId']),
        waiting: Number(row['waiting']),
        assigned: Number(row['assigned']),
        ended: Number(row['ended']),
      })),
      staff: (staff ?? []).map((row) => ({ id: text(row['_id']), capacity: Number(row['capacity']) })),
    }
  } finally {
    await connection.close()
  }
}

function toStoredEntry(row: Row): StoredEntry {
  return {
    id: text(row['_id']),
    threadId: text(row['threadId']),
    conversationId: text(row['conversationId']),
    seq: Number(row['seq']),
    visibleSeq: Number(row['visibleSeq']),
    isVisibleToContact: row['visibleToContact'] === true,
    senderKey: text(row['senderKey']),
    clientMessageId: text(row['clientMessageId']),
    kind: row.body?.kind ?? 'unknown',
    text: row.body?.text ?? null,
  }
}
