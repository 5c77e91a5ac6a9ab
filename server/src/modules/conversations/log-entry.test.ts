import { EMPTY_HEAD, nextHead } from './log-entry.js'
import type { EntryBody, EntryDraft, Head } from './log-entry.js'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second))

const draft = (role: 'contact' | 'staff' | 'system', body: EntryBody): EntryDraft => ({
  conversationId: 'c',
  isVisibleToContact: body.kind !== 'note',
  senderKey: role,
  clientMessageId: 'id',
  author: { role, id: null, name: role },
  body,
})

const words: EntryBody = { kind: 'text', text: 'words' }

const after = (...drafts: EntryDraft[]): Head =>
  drafts.reduce((head, each, index) => nextHead(head, each, at(index + 1)), EMPTY_HEAD)

describe('the head of a log', () => {
  it('counts every entry for staff, and for the contact those they may see', () => {
    const head = after(draft('contact', words), draft('staff', { kind: 'note', text: 'secret' }), draft('staff', words))
    expect(head).toMatchObject({ seq: 3, visibleSeq: 2, contactCount: 1, staffCount: 1, lastContactSeq: 1 })
  })

  it('knows which conversation is open', () => {
    expect(after(draft('system', { kind: 'started' })).openConversationId).toBe('c')
    const ended = after(draft('system', { kind: 'started' }), draft('staff', { kind: 'ended', reason: 'staff' }))
    expect(ended.openConversationId).toBeNull()
  })

  it("keeps the contact's oldest unanswered message, until an answer or the end", () => {
    const asked = after(draft('contact', words), draft('contact', words))
    expect(asked.awaitingReplySince).toEqual(at(1))
    expect(nextHead(asked, draft('staff', { kind: 'note', text: 'n' }), at(9)).awaitingReplySince).toEqual(at(1))
    expect(nextHead(asked, draft('staff', words), at(9)).awaitingReplySince).toBeNull()
    expect(nextHead(asked, draft('staff', { kind: 'ended', reason: 'staff' }), at(9)).awaitingReplySince).toBeNull()
  })

  it('never lets time run backwards', () => {
    const head = nextHead({ ...EMPTY_HEAD, createdAt: at(30) }, draft('contact', words), at(10))
    expect(head.createdAt).toEqual(at(30))
  })
})
