import { ParleyError } from '../kernel/errors.js'
import type { Attachment } from './attachment.js'
import { mayTryAgain, UploadList } from './upload-list.js'
import type { UploadItem } from './upload-list.js'
import { Uploader } from './uploader.js'
import type { UploadCommands } from './uploader.js'

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
const file = (name: string) => new File(['words'], name, { type: 'text/plain' })

/** A server in miniature: takes parts, fails where it is told to. */
function server() {
  const faults: ParleyError[] = []
  const log: string[] = []
  const commands: UploadCommands = {
    request: async ({ name }) => ({ attachmentId: name, partBytes: 4, partCount: 2 }),
    listParts: async ({ from }) => ({ received: [], links: [{ number: from, url: `/${from}` }] }),
    complete: async ({ attachmentId }) => ({ attachment: { id: attachmentId, name: attachmentId } as Attachment }),
    cancel: async ({ attachmentId }) => log.push(`cancelled ${attachmentId}`),
  }
  const putPart = async (url: string, part: Blob, { signal }: { signal: AbortSignal }) => {
    await pause()
    signal.throwIfAborted()
    const fault = faults.shift()
    if (fault !== undefined) throw fault
    log.push(`${url} ${part.size}`)
  }
  let items: readonly UploadItem[] = []
  let id = 0
  const uploader = new Uploader({ commands, putPart, backoffMs: () => 1 })
  const list = new UploadList({ uploader, newId: () => `id-${id++}`, onChange: (changed) => (items = changed) })
  /** Once every file has arrived or failed. */
  const settled = async () => {
    while (items.some(({ state }) => state === 'waiting' || state === 'uploading')) await pause()
  }
  return { list, faults, log, items: () => items, settled }
}

describe('files chosen for a message', () => {
  it('are uploaded in parts and taken with their message', async () => {
    const { list, items, log, settled } = server()
    list.add('thread', [file('a'), file('b')])
    expect(list.take('thread')).toEqual([])
    await settled()
    expect(items().map(({ state, progress }) => [state, progress])).toEqual([
      ['ready', 1],
      ['ready', 1],
    ])
    expect(log.filter((line) => line === '/1 4')).toHaveLength(2)
    expect(list.take('other')).toEqual([])
    expect(list.take('thread').map(({ id }) => id)).toEqual(['a', 'b'])
    expect(items()).toEqual([])
  })

  it('are repeated where the connection broke, and not where they are refused', async () => {
    const { list, items, faults, settled } = server()
    faults.push(new ParleyError('unavailable'), new ParleyError('unavailable'))
    list.add('thread', [file('a')])
    await settled()
    expect(items()[0]?.state).toBe('ready')
    faults.push(new ParleyError('too_large', { limit: 5 }))
    list.add('thread', [file('b')])
    await settled()
    expect(items()[1]).toMatchObject({ state: 'failed', error: { code: 'too_large', limit: 5 } })
    expect(mayTryAgain(items()[1]!)).toBe(false)
    faults.push(new ParleyError('checksum_mismatch'))
    list.add('thread', [file('c')])
    await settled()
    expect(items()[2]).toMatchObject({ state: 'failed', error: { code: 'checksum_mismatch' } })
    expect(mayTryAgain(items()[2]!)).toBe(true)
    list.retry(items()[2]!.id)
    await settled()
    expect(items()[2]).toMatchObject({ state: 'ready' })
  })

  it('can be cancelled while they travel', async () => {
    const { list, items, log, settled } = server()
    list.add('thread', [file('a'), file('b'), file('c')])
    while (items()[0]?.state !== 'uploading') await pause()
    list.cancel(items()[0]!.id)
    await settled()
    expect(items().map(({ name, state }) => `${name} ${state}`)).toEqual(['b ready', 'c ready'])
    while (!log.includes('cancelled a')) await pause()
  })

  it('are no more than a message holds', () => {
    const { list, items } = server()
    const many = Array.from({ length: 12 }, (_, index) => file(String(index)))
    expect(list.add('thread', many)).toBe(2)
    expect(items()).toHaveLength(10)
  })
})
