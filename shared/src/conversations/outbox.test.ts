import { ParleyError } from '../kernel/errors.js'
import { Outbox } from './outbox.js'
import type { OutboxItem, OutboxStorage } from './outbox.js'

function memoryStorage(initial: OutboxItem[] = []): OutboxStorage & { kept: Map<string, OutboxItem> } {
  const kept = new Map(initial.map((item) => [item.clientMessageId, item]))
  return {
    kept,
    load: () => [...kept.values()],
    put: (item) => void kept.set(item.clientMessageId, item),
    remove: (id) => void kept.delete(id),
  }
}

const message = (clientMessageId: string, lane = 'thread') => ({
  clientMessageId,
  lane,
  kind: 'text' as const,
  text: clientMessageId,
  createdAt: '2026-01-01T00:00:00.000Z',
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 30))

function outboxWith(send: (item: OutboxItem) => Promise<void>, storage = memoryStorage()) {
  const outbox = new Outbox({ send, storage, onChange: () => undefined, backoffMs: () => 1 })
  return { outbox, storage }
}

describe('an outbox', () => {
  it('sends in order, one at a time per thread', async () => {
    const log: string[] = []
    const { outbox } = outboxWith(async (item) => {
      log.push(`>${item.text}`)
      await new Promise((resolve) => setTimeout(resolve, 3))
      log.push(`<${item.text}`)
    })
    for (const id of ['one', 'two', 'three']) outbox.add(message(id))
    await settled()
    expect(log).toEqual(['>one', '<one', '>two', '<two', '>three', '<three'])
    expect(outbox.all).toEqual([])
  })

  it('repeats the same id until a retryable error is over, and holds the next back meanwhile', async () => {
    const log: string[] = []
    let failures = 2
    const { outbox } = outboxWith(async (item) => {
      log.push(item.clientMessageId)
      if (failures-- > 0) throw new ParleyError('unavailable')
    })
    outbox.add(message('one'))
    outbox.add(message('two'))
    await settled()
    expect(log).toEqual(['one', 'one', 'one', 'two'])
  })

  it('shows a final error as failed, keeps it through a reload, and sends it again when asked', async () => {
    let isRefused = true
    const send = async (item: OutboxItem) => {
      if (item.text === 'one' && isRefused) throw new ParleyError('too_large')
    }
    const { outbox, storage } = outboxWith(send)
    outbox.add(message('one'))
    outbox.add(message('two'))
    await settled()
    expect(outbox.all).toMatchObject([{ text: 'one', state: 'failed', error: 'too_large' }])

    const reloaded = outboxWith(send, storage).outbox
    expect(reloaded.all).toMatchObject([{ text: 'one', state: 'failed' }])
    isRefused = false
    reloaded.retry('one')
    await settled()
    expect(reloaded.all).toEqual([])
    expect(storage.kept.size).toBe(0)
  })

  it('resumes after a reload with what was on its way', async () => {
    const storage = memoryStorage([{ ...message('one'), state: 'sending' }])
    const sent: string[] = []
    const { outbox } = outboxWith(async (item) => void sent.push(item.text), storage)
    outbox.flush()
    await settled()
    expect(sent).toEqual(['one'])
  })

  it('adopts what another tab left behind, once', async () => {
    const left = memoryStorage()
    const sent: string[] = []
    const { outbox } = outboxWith(async (item) => void sent.push(item.text), left)
    left.put({ ...message('one'), state: 'sending' })
    outbox.adopt(left.load())
    outbox.adopt(left.load())
    await settled()
    expect(sent).toEqual(['one'])
    expect(left.kept.size).toBe(0)
  })

  it('forgets what another tab has sent, without touching storage', async () => {
    const { outbox, storage } = outboxWith(async () => {
      throw new ParleyError('unavailable')
    })
    outbox.add(message('one'))
    outbox.forget('one')
    await settled()
    expect(outbox.all).toEqual([])
    expect(storage.kept.has('one')).toBe(true)
  })

  it('does not wait for one thread before sending in another', async () => {
    const sent: string[] = []
    const { outbox } = outboxWith(async (item) => {
      if (item.lane === 'stuck') throw new ParleyError('unavailable')
      sent.push(item.text)
    })
    outbox.add(message('one', 'stuck'))
    outbox.add(message('two', 'free'))
    await settled()
    expect(sent).toEqual(['two'])
    outbox.discard('one')
  })
})
