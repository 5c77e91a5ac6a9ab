import type { Entry } from '@parley/shared/conversations/entry'
import { findBreaches } from './checker.js'
import type { ClientHistory } from './history.js'
import type { StoredEntry, StoreSnapshot } from './store-snapshot.js'

/** A small world in which every promise holds: one contact, one agent, four entries, the third a note. */
function soundWorld(): { store: StoreSnapshot; contact: ClientHistory; agent: ClientHistory } {
  const kinds = ['started', 'text', 'note', 'text']
  const entries: StoredEntry[] = kinds.map((kind, index) => ({
    id: `entry-${index + 1}`,
    threadId: 'thread',
    conversationId: 'conversation',
    seq: index + 1,
    visibleSeq: index >= 2 ? index : index + 1,
    isVisibleToContact: kind !== 'note',
    senderKey: index === 1 ? 'contact:c' : 'staff:a',
    clientMessageId: `message-${index + 1}`,
    kind,
    text: kind === 'started' ? null : `words ${index + 1}`,
  }))
  const store: StoreSnapshot = {
    entries,
    threads: [{ id: 'thread', contactId: 'c', channelId: 'channel' }],
    conversations: [
      {
        id: 'conversation',
        threadId: 'thread',
        contactId: 'c',
        channelId: 'channel',
        state: 'assigned',
        isOpen: true,
        assigneeId: 'a',
        slot: 0,
        decidedBy: 'routing',
        queueId: 'queue',
        isUncounted: false,
      },
    ],
    counts: [null, 'a'].map((assigneeId) => ({ queueId: 'queue', assigneeId, waiting: 0, assigned: 1, ended: 0 })),
    staff: [{ id: 'a', capacity: 1 }],
  }
  const shown = (audience: ClientHistory['audience']): Entry[] =>
    entries
      .filter((entry) => audience === 'staff' || entry.isVisibleToContact)
      .map(
        ({ id, seq, visibleSeq, kind, text, threadId }) =>
          ({
            id,
            threadId,
            kind,
            position: audience === 'staff' ? seq : visibleSeq,
            ...(text === null ? {} : { text }),
          }) as Entry,
      )
  const historyOf = (audience: ClientHistory['audience'], principalKey: string): ClientHistory => ({
    client: principalKey,
    audience,
    principalKey,
    events: shown(audience).map((entry) => ({ type: 'received', entry })),
    finalViews: new Map([['thread', shown(audience)]]),
  })
  return { store, contact: historyOf('contact', 'contact:c'), agent: historyOf('staff', 'staff:a') }
}

type World = ReturnType<typeof soundWorld>

const plants: [string, string, (world: World) => void][] = [
  [
    'I1',
    'an acked message that is not stored',
    ({ contact }) => contact.events.push({ type: 'ack', clientMessageId: 'x', id: 'gone', position: 9 }),
  ],
  [
    'I2',
    'two stored messages of one id',
    ({ store }) => {
      const [, second, , fourth] = store.entries
      if (second && fourth)
        Object.assign(fourth, { senderKey: second.senderKey, clientMessageId: second.clientMessageId })
    },
  ],
  [
    'I2',
    'two answers to one id',
    ({ contact }) => {
      for (const id of ['entry-1', 'entry-2'])
        contact.events.push({ type: 'ack', clientMessageId: 'm', id, position: 1 })
    },
  ],
  [
    'I3',
    'an entry shown twice',
    ({ agent }) => {
      const view = agent.finalViews.get('thread') ?? []
      agent.finalViews.set('thread', [...view, ...view.slice(-1)])
    },
  ],
  [
    'I4',
    'a hole in the store',
    ({ store }) => {
      const last = store.entries.at(-1)
      if (last) last.seq = 9
    },
  ],
  [
    'I4',
    "a hole in the contact's places",
    ({ store }) => {
      const last = store.entries.at(-1)
      if (last) last.visibleSeq = 9
    },
  ],
  [
    'I4',
    'entries shown out of order',
    ({ agent }) => {
      agent.finalViews.set('thread', [...(agent.finalViews.get('thread') ?? [])].reverse())
    },
  ],
  [
    'I5',
    'a message that a screen never got',
    ({ contact }) => {
      contact.finalViews.set('thread', (contact.finalViews.get('thread') ?? []).slice(0, -1))
    },
  ],
  [
    'I5',
    'a recalled text that a screen still shows',
    ({ store }) => {
      const last = store.entries.at(-1)
      if (last) last.text = null
    },
  ],
  [
    'I6',
    'two open conversations of a contact',
    ({ store }) => {
      store.conversations.push({
        ...store.conversations[0]!,
        id: 'other',
        slot: null,
        decidedBy: null,
        state: 'waiting',
        assigneeId: null,
      })
    },
  ],
  [
    'I6',
    'a beginning inside an open conversation',
    ({ store }) => {
      const third = store.entries[2]
      if (third) third.kind = 'started'
    },
  ],
  [
    'I7',
    'a slot taken twice',
    ({ store }) => {
      store.conversations.push({ ...store.conversations[0]!, id: 'other', contactId: 'd' })
    },
  ],
  [
    'I7',
    'a slot beyond the cap',
    ({ store }) => {
      store.conversations[0]!.slot = 1
    },
  ],
  [
    'I7',
    'an ended conversation that keeps its slot',
    ({ store }) => {
      Object.assign(store.conversations[0]!, { state: 'ended', isOpen: false })
    },
  ],
  [
    'I10',
    'a count that is not what the store holds',
    ({ store }) => {
      store.counts[1]!.ended = 1
    },
  ],
  [
    'I8',
    "somebody else's message",
    ({ store }) => {
      store.threads[0]!.contactId = 'someone else'
    },
  ],
  [
    'I8',
    'a note that reached the contact',
    ({ contact, agent }) => {
      const note = agent.events[2]
      if (note) contact.events.push(note)
    },
  ],
]

describe('the checker', () => {
  it('finds nothing where every promise holds', () => {
    const { store, contact, agent } = soundWorld()
    expect(findBreaches([contact, agent], store)).toEqual([])
  })

  it.each(plants)('finds %s: %s', (invariant, _what, plant) => {
    const world = soundWorld()
    plant(world)
    const found = findBreaches([world.contact, world.agent], world.store)
    expect(found.map((breach) => breach.invariant)).toContain(invariant)
  })
})
