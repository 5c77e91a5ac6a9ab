import type { Entry } from '@parley/shared/conversations/entry'
import type { ClientHistory } from './history.js'
import type { StoredEntry, StoreSnapshot } from './store-snapshot.js'

/** One broken promise: which invariant of `promises.md`, and where. */
export interface Breach {
  invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I10'
  what: string
}

/**
 * The one oracle of every fault and load run: compares what clients did and saw with what the store holds at the end.
 * A send without an ack is "maybe", never "lost".
 */
export function findBreaches(histories: readonly ClientHistory[], store: StoreSnapshot): Breach[] {
  const rules = [
    ackedIsStored,
    storedOnce,
    shownOnce,
    contiguous,
    viewsEqualStore,
    oneOpen,
    slotsWithinCap,
    membersOnly,
    countsEqualStore,
  ]
  return rules.flatMap((rule) => rule(histories, store))
}

type Rule = (histories: readonly ClientHistory[], store: StoreSnapshot) => Breach[]

const positionOf = (entry: StoredEntry, audience: ClientHistory['audience']): number =>
  audience === 'staff' ? entry.seq : entry.visibleSeq

const ackedIsStored: Rule = (histories, store) => {
  const stored = new Set(store.entries.map(({ id }) => id))
  return histories.flatMap(({ client, events }) =>
    events.flatMap((event) =>
      event.type === 'ack' && !stored.has(event.id)
        ? [{ invariant: 'I1' as const, what: `${client}: acked ${event.clientMessageId} is not stored` }]
        : [],
    ),
  )
}

const storedOnce: Rule = (histories, store) => {
  const byKey = groupBy(store.entries, (entry) => `${entry.threadId} ${entry.senderKey} ${entry.clientMessageId}`)
  const doubles = [...byKey].filter(([, entries]) => entries.length > 1)
  const acks = histories.flatMap(({ client, events }) =>
    events.flatMap((event) => (event.type === 'ack' ? [{ ...event, client }] : [])),
  )
  const byMessage = groupBy(acks, ({ client, clientMessageId }) => `${client} ${clientMessageId}`)
  const disagreeing = [...byMessage].filter(([, answers]) => new Set(answers.map(({ id }) => id)).size > 1)
  return [...doubles, ...disagreeing].map(([key]) => ({ invariant: 'I2', what: `more than one message for ${key}` }))
}

const shownOnce: Rule = (histories) =>
  forEachView(histories, (history, threadId, entries) => {
    const isUnique = new Set(entries.map(({ id }) => id)).size === entries.length
    return isUnique ? [] : [{ invariant: 'I3', what: `${history.client} shows an entry of ${threadId} twice` }]
  })

const contiguous: Rule = (histories, store) => {
  const inStore = [...groupBy(store.entries, ({ threadId }) => threadId)].flatMap(([threadId, entries]) => {
    const seqs = entries.map(({ seq }) => seq)
    const visible = entries.filter((entry) => entry.isVisibleToContact).map(({ visibleSeq }) => visibleSeq)
    const isWhole = isRun(seqs, 1) && isRun(visible, 1)
    return isWhole ? [] : [{ invariant: 'I4' as const, what: `thread ${threadId} has a hole or a double place` }]
  })
  const shown = forEachView(histories, (history, threadId, entries) => {
    const positions = entries.map(({ position }) => position)
    const rises = positions.every((position, index) => index === 0 || position === (positions[index - 1] ?? 0) + 1)
    return rises ? [] : [{ invariant: 'I4', what: `${history.client} shows ${threadId} with a hole or out of order` }]
  })
  return [...inStore, ...shown]
}

const viewsEqualStore: Rule = (histories, store) => {
  const byThread = groupBy(store.entries, ({ threadId }) => threadId)
  return forEachView(histories, (history, threadId, shown) => {
    const first = shown[0]?.position ?? 1
    const expected = (byThread.get(threadId) ?? [])
      .filter((entry) => history.audience === 'staff' || entry.isVisibleToContact)
      .filter((entry) => positionOf(entry, history.audience) >= first)
      .sort((one, other) => one.seq - other.seq)
      .map((entry) => `${positionOf(entry, history.audience)} ${entry.id} ${entry.kind} ${entry.text}`)
    const actual = shown.map((entry) => `${entry.position} ${entry.id} ${entry.kind} ${textOf(entry)}`)
    const difference = expected.findIndex((row, index) => row !== actual[index])
    if (difference === -1 && actual.length === expected.length) return []
    const at = difference === -1 ? expected.length : difference
    const what = `${history.client} ends with ${actual.length} of ${expected.length} entries of ${threadId}; at ${at} "${actual[at]}" for "${expected[at]}"`
    return [{ invariant: 'I5', what }]
  })
}

const oneOpen: Rule = (_histories, store) => {
  const open = store.conversations.filter(({ isOpen }) => isOpen)
  const byContact = groupBy(open, ({ contactId, channelId }) => `${contactId} ${channelId}`)
  const doubles = [...byContact].filter(([, conversations]) => conversations.length > 1).map(([key]) => key)
  const nested = [...groupBy(store.entries, ({ threadId }) => threadId)].filter(([, entries]) => {
    const turns = entries
      .filter(({ kind }) => kind === 'started' || kind === 'ended')
      .sort((one, other) => one.seq - other.seq)
    return turns.some(({ kind }, index) => kind !== (index % 2 === 0 ? 'started' : 'ended'))
  })
  return [
    ...doubles.map((key) => ({ invariant: 'I6' as const, what: `more than one open conversation of ${key}` })),
    ...nested.map(([threadId]) => ({
      invariant: 'I6' as const,
      what: `beginnings and ends of ${threadId} do not alternate`,
    })),
  ]
}

const slotsWithinCap: Rule = (_histories, store) => {
  const capacities = new Map(store.staff.map(({ id, capacity }) => [id, capacity]))
  const taken = store.conversations.filter(({ slot }) => slot !== null)
  const above = taken.filter(({ assigneeId, slot }) => (slot ?? 0) >= (capacities.get(assigneeId ?? '') ?? 0))
  const shared = [...groupBy(taken, ({ assigneeId, slot }) => `${assigneeId} ${slot}`)].filter(
    ([, all]) => all.length > 1,
  )
  const inconsistent = store.conversations.filter(
    ({ state, assigneeId, slot, decidedBy }) =>
      (state === 'assigned' ? slot === null && decidedBy !== 'forced' : slot !== null) ||
      (state === 'assigned' && assigneeId === null),
  )
  return [
    ...above.map(({ id }) => ({ invariant: 'I7' as const, what: `conversation ${id} is beyond its assignee's cap` })),
    ...shared.map(([key]) => ({ invariant: 'I7' as const, what: `slot ${key} is taken twice` })),
    ...inconsistent.map(({ id, state }) => ({
      invariant: 'I7' as const,
      what: `conversation ${id} is ${state} with the wrong slot`,
    })),
  ]
}

const membersOnly: Rule = (histories, store) => {
  const owners = new Map(store.threads.map(({ id, contactId }) => [id, `contact:${contactId}`]))
  return histories
    .filter(({ audience }) => audience === 'contact')
    .flatMap(({ client, principalKey, events }) =>
      events.flatMap((event) => {
        if (event.type !== 'received') return []
        const { entry } = event
        const isForeign = owners.get(entry.threadId) !== principalKey
        if (!isForeign && entry.kind !== 'note') return []
        return [
          { invariant: 'I8' as const, what: `${client} received ${entry.kind} ${entry.id}, which is not for them` },
        ]
      }),
    )
}

const countsEqualStore: Rule = (_histories, store) => {
  const expected = new Map<string, Record<string, number>>()
  for (const { queueId, assigneeId, state } of store.conversations.filter((each) => each.state !== 'beginning')) {
    for (const owner of assigneeId === null ? [null] : [null, assigneeId]) {
      const key = `${queueId} ${owner}`
      const row = expected.get(key) ?? { waiting: 0, assigned: 0, ended: 0 }
      expected.set(key, { ...row, [state]: (row[state] ?? 0) + 1 })
    }
  }
  const counted = new Map(store.counts.map(({ queueId, assigneeId, ...row }) => [`${queueId} ${assigneeId}`, row]))
  const none = { waiting: 0, assigned: 0, ended: 0 }
  return [...new Set([...expected.keys(), ...counted.keys()])].flatMap((key) => {
    const [is, says] = [expected.get(key) ?? none, counted.get(key) ?? none]
    const isRight = is['waiting'] === says.waiting && is['assigned'] === says.assigned && is['ended'] === says.ended
    const what = `the counts of ${key} are ${JSON.stringify(says)}, the store has ${JSON.stringify(is)}`
    return isRight ? [] : [{ invariant: 'I10' as const, what }]
  })
}

function forEachView(
  histories: readonly ClientHistory[],
  check: (history: ClientHistory, threadId: string, entries: readonly Entry[]) => Breach[],
): Breach[] {
  return histories.flatMap((history) =>
    [...history.finalViews].flatMap(([threadId, entries]) => check(history, threadId, entries)),
  )
}

const textOf = (entry: Entry): string | null => ('text' in entry ? entry.text : null)

const isRun = (numbers: number[], from: number): boolean =>
  [...numbers].sort((one, other) => one - other).every((value, index) => value === from + index)

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
