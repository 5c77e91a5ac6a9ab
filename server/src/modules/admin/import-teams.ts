import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CreateTeam } from '@parley/shared/organisation/organisation'
import { TeamRepository } from '../organisation/index.js'
import { listedIn } from './import-table.js'

/** Whether a cell names teams that there can be. */
export const areTeamNames = (cell: string): boolean =>
  listedIn(cell).every((name) => CreateTeam.input.shape.name.safeParse(name).success)

/** Somebody else may edit the same teams meanwhile. */
const ATTEMPTS = 5

/** Brings the people of a table into the teams that it names. */
@Singleton()
export class TeamsOfImport {
  @Inject()
  private readonly teams!: TeamRepository

  /**
   * @param namesOf for each person of the table the teams that they are in from now on, and in no others; teams that are missing
   * are made, and whoever the table does not speak of stays where they are
   */
  async place(tenantId: string, namesOf: ReadonlyMap<string, readonly string[]>): Promise<void> {
    if (namesOf.size === 0) return
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.placeOnce(tenantId, namesOf)
      } catch (error) {
        if (!(error instanceof ParleyError) || attempt === ATTEMPTS) throw error
      }
    }
  }

  private async placeOnce(tenantId: string, namesOf: ReadonlyMap<string, readonly string[]>): Promise<void> {
    const membersOf = (name: string): string[] =>
      [...namesOf].filter(([, names]) => names.includes(name)).map(([id]) => id)
    const teams = await this.teams.list(tenantId)
    for (const { id, name, version, memberIds } of teams) {
      const others = memberIds.filter((member) => !namesOf.has(member))
      const next = [...others, ...membersOf(name)]
      const isSame = next.length === memberIds.length && next.every((member) => memberIds.includes(member))
      if (!isSame) await this.teams.edit({ tenantId, id, version }, { memberIds: next })
    }
    const known = new Set(teams.map(({ name }) => name))
    for (const name of new Set([...namesOf.values()].flat())) {
      if (!known.has(name)) await this.teams.add(tenantId, { name, purpose: 'none', memberIds: membersOf(name) })
    }
  }
}
