import { systemLine } from './system-line'

type Line = Parameters<typeof systemLine>[0]
const line = (entry: object) =>
  systemLine({ author: { role: 'staff', id: 'other', name: 'Other' }, ...entry } as Line, 'me')

describe("Parley's own lines", () => {
  it.each([
    [{ kind: 'started', position: 1 }, 'started'],
    [{ kind: 'started', position: 7 }, 'returned'],
    [{ kind: 'assigned', assignee: { id: 'me', name: 'Me' } }, 'assignedToMe'],
    [{ kind: 'assigned', assignee: { id: 'other', name: 'Other' } }, 'assigned'],
    [{ kind: 'system', code: 'nobody_online' }, 'nobodyOnline'],
    [{ kind: 'ended', reason: 'staff' }, 'endedByStaff'],
    [{ kind: 'ended', reason: 'staff', author: { role: 'staff', id: 'me', name: 'Me' } }, 'endedByMe'],
    [{ kind: 'ended', reason: 'contact' }, 'endedByContact'],
    [{ kind: 'ended', reason: 'abandoned' }, 'abandoned'],
    [{ kind: 'ended', reason: 'continued' }, 'continued'],
    [{ kind: 'system', code: 'silence', minutes: 5 }, 'silenceWarned'],
    [{ kind: 'ended', reason: 'silence' }, 'silence'],
  ])('%j is worded by "%s"', (entry, key) => expect(line(entry).key).toBe(key))
})
