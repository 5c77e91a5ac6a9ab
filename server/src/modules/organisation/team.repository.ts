import { Init, Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { Team } from '@parley/shared/organisation/organisation'
import { Types } from 'mongoose'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { duplicateIndexOf, retryingContended } from '../../platform/mongo/duplicate-key.js'
import { teamSchema } from './team.schema.js'
import type { TeamDocument } from './team.schema.js'

@Singleton()
export class TeamRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<TeamDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('teams', teamSchema)
  }

  /** By teams_name. */
  async list(tenantId: string): Promise<Team[]> {
    return (await this.model.find({ tenantId }).sort({ name: 1 }).lean()).map(toTeam)
  }

  /** @throws ParleyError `name_taken`; `in_use` when another team has the purpose */
  async add(tenantId: string, { memberIds, ...team }: Pick<Team, 'name' | 'purpose' | 'memberIds'>): Promise<Team> {
    const document = { ...team, _id: new Types.ObjectId(), tenantId, memberIds: idsOf(memberIds), version: 1 }
    await explainingDoubles(() => this.model.create(document))
    return toTeam(document)
  }

  /** @throws ParleyError `not_found`, `edit_conflict`, `name_taken`, `in_use` */
  async edit(
    seen: { tenantId: string; id: string; version: number },
    { memberIds, ...change }: Partial<Pick<Team, 'name' | 'purpose' | 'memberIds'>>,
  ): Promise<Team> {
    const { tenantId, id, version } = seen
    const _id = new Types.ObjectId(id)
    const fields = { ...change, ...(memberIds === undefined ? {} : { memberIds: idsOf(memberIds) }) }
    const found = await explainingDoubles(() =>
      this.model
        .findOneAndUpdate(
          { tenantId, _id, version },
          { $set: fields, $inc: { version: 1 } },
          {
            returnDocument: 'after',
          },
        )
        .lean(),
    )
    if (found !== null) return toTeam(found)
    throw new ParleyError((await this.model.exists({ tenantId, _id })) === null ? 'not_found' : 'edit_conflict')
  }

  /** The team that is gone, or null. */
  async remove(tenantId: string, id: string): Promise<Team | null> {
    const found = await this.model.findOneAndDelete({ tenantId, _id: new Types.ObjectId(id) }).lean()
    return found && toTeam(found)
  }
}

const idsOf = (ids: string[]): Types.ObjectId[] => ids.map((id) => new Types.ObjectId(id))

async function explainingDoubles<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await retryingContended(write)
  } catch (error) {
    const index = duplicateIndexOf(error)
    if (index === 'teams_name') throw new ParleyError('name_taken')
    if (index === 'teams_purpose') throw new ParleyError('in_use')
    throw error
  }
}

function toTeam({ _id, name, purpose, memberIds, version }: TeamDocument): Team {
  return { id: _id.toHexString(), name, purpose, memberIds: memberIds.map((id) => id.toHexString()), version }
}
