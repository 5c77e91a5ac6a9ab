import type { InboxFilter } from '@parley/shared/conversations/inbox'

const NAMES = { queueId: 'queue', channelId: 'channel', tagId: 'tag', assigneeId: 'agent' } as const
const FIELDS = Object.keys(NAMES) as (keyof InboxFilter)[]

const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{24}$/.test(value)

/** The filter that stands in an address; what is no id is left out. */
export function filterOf(query: Readonly<Record<string, unknown>>): InboxFilter {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = query[NAMES[field]]
      return isId(value) ? [[field, value]] : []
    }),
  )
}

/** The same as it stands in an address. */
export const queryOf = (filter: InboxFilter): Record<string, string> =>
  Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = filter[field]
      return value === undefined ? [] : [[NAMES[field], value]]
    }),
  )

/** How many things a filter asks for. */
export const sizeOf = (filter: InboxFilter): number => Object.keys(queryOf(filter)).length

export const isSameFilter = (one: InboxFilter, other: InboxFilter): boolean =>
  FIELDS.every((field) => one[field] === other[field])
