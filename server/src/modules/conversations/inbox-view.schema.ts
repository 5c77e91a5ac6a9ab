import type { InboxFilter, InboxTab } from '@parley/shared/conversations/inbox'
import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** A tab and a filter that somebody has named. */
export interface InboxViewDocument {
  _id: Types.ObjectId
  tenantId: string
  staffId: Types.ObjectId
  name: string
  tab: InboxTab
  filter: InboxFilter
}

export const inboxViewSchema = defineSchema<InboxViewDocument>('inboxViews', {
  tenantId: { type: String, required: true },
  staffId: { type: Types.ObjectId, required: true },
  name: { type: String, required: true },
  tab: { type: String, required: true },
  filter: { type: Object, required: true },
})

export const VIEW_NAME_INDEX = 'inboxViews_name'

// One's own by name; one name is one view.
inboxViewSchema.index({ tenantId: 1, staffId: 1, name: 1 }, { unique: true, name: VIEW_NAME_INDEX })
