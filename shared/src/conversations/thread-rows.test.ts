import type { Entry } from './entry.js'
import { threadRows } from './thread-rows.js'

const text = (position: number, createdAt: string, role: 'contact' | 'staff' = 'contact') =>
  ({
    id: `${position}`,
    position,
    createdAt,
    kind: 'text',
    text: 'words',
    author: { role, id: null, name: role },
  }) as unknown as Entry

const shapes = (entries: Entry[], unreadAfter?: number, timeZone = 'UTC') =>
  threadRows(entries, { timeZone, reader: 'staff', ...(unreadAfter === undefined ? {} : { unreadAfter }) }).map(
    (row) => {
      if (row.type === 'day') return row.day
      if (row.type === 'unread') return 'unread'
      return `${row.isGroupStart ? '[' : ''}${row.entry.position}${row.isGroupEnd ? ']' : ''}`
    },
  )

describe('the rows of a thread', () => {
  it('groups one author within three minutes', () => {
    const entries = [
      text(1, '2026-01-05T10:00:00.000Z'),
      text(2, '2026-01-05T10:02:00.000Z'),
      text(3, '2026-01-05T10:06:00.000Z'),
      text(4, '2026-01-05T10:06:30.000Z', 'staff'),
    ]
    expect(shapes(entries)).toEqual(['2026-01-05', '[1', '2]', '[3]', '[4]'])
  })

  it("divides days, and the groups that would span them, in the reader's zone", () => {
    const entries = [text(1, '2026-01-05T15:59:00.000Z'), text(2, '2026-01-05T16:01:00.000Z')]
    expect(shapes(entries, undefined, 'UTC')).toEqual(['2026-01-05', '[1', '2]'])
    expect(shapes(entries, undefined, 'Asia/Shanghai')).toEqual(['2026-01-05', '[1]', '2026-01-06', '[2]'])
  })

  it("puts the unread divider before the first message of the other side, not before one's own", () => {
    const at = '2026-01-05T10:00:00.000Z'
    expect(shapes([text(1, at), text(2, at, 'staff'), text(3, at)], 1)).toEqual([
      '2026-01-05',
      '[1]',
      '[2]',
      'unread',
      '[3]',
    ])
  })

  it('draws nothing for a change, but shows the group it stood in whole', () => {
    const at = '2026-01-05T10:00:00.000Z'
    const recall = { ...text(2, at), kind: 'recalled', targetPosition: 1 } as unknown as Entry
    expect(shapes([text(1, at), recall, text(3, at)])).toEqual(['2026-01-05', '[1', '3]'])
  })
})
