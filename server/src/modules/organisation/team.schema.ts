import type { TeamPurpose } from '@parley/shared/organisation/organisation'
import { Types } from 'mongoose'
import { defineSchema } from '../../platform/mongo/schema.js'

/** People who are called on together, across departments. */
export interface TeamDocument {
  _id: Types.ObjectId
  tenantId: string
  name: string
  purpose: TeamPurpose
  memberIds: Types.ObjectId[]
  version: number
}

export const teamSchema = defineSchema<TeamDocument>('teams', {
  tenantId: { type: String, required: true },
  name: { type: String, required: true },
  purpose: { type: String, required: true },
  memberIds: { type: [Types.ObjectId], required: true } as never,
  version: { type: Number, required: true },
})

// The teams of a tenant; names are unique.
teamSchema.index({ tenantId: 1, name: 1 }, { unique: true, name: 'teams_name' })
// One team at most for each purpose: escalation has to know whom to call.
teamSchema.index(
  { tenantId: 1, purpose: 1 },
  {
    unique: true,
    name: 'teams_purpose',
    partialFilterExpression: { purpose: { $in: ['senior', 'technical', 'management'] } },
  },
)
