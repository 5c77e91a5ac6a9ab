import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { InboxFilter, InboxTab } from './inbox.js'
import { VIEW_NAME_MAX_CHARACTERS } from './limits.js'

/** A tab and a filter under a name, kept for one member of staff on all their devices. */
export const InboxView = z.strictObject({ id: Id, name: z.string(), tab: InboxTab, filter: InboxFilter })
export type InboxView = z.infer<typeof InboxView>

/** The caller's own, by name. */
export const ListInboxViews = command({
  name: 'conversations:listInboxViews',
  permission: 'conversations.read',
  input: z.strictObject({}),
  output: z.strictObject({ views: z.array(InboxView) }),
})

/** Keeps it under the name; the one that had the name before is replaced, so repeating it changes nothing. `too_large` above the limit. */
export const SaveInboxView = command({
  name: 'conversations:saveInboxView',
  permission: 'conversations.read',
  input: z.strictObject({
    name: z.string().trim().min(1).max(VIEW_NAME_MAX_CHARACTERS),
    tab: InboxTab,
    filter: InboxFilter,
  }),
  output: z.strictObject({ view: InboxView }),
})

/** Repeating it changes nothing. */
export const DeleteInboxView = command({
  name: 'conversations:deleteInboxView',
  permission: 'conversations.read',
  input: z.strictObject({ viewId: Id }),
  output: z.strictObject({}),
})

/** To the tabs and devices of whoever owns them: read them again. */
export const InboxViewsChanged = fact('conversations:inboxViewsChanged', z.strictObject({}))
