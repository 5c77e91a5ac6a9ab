import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { isBuiltIn, RoleRepository, StaffAccountRepository } from '../accounts/index.js'
import { DepartmentRepository } from '../organisation/index.js'
import { QueueRepository } from '../routing/index.js'

/** What an account may point at. */
interface Named {
  roles?: readonly string[] | undefined
  departmentId?: string | null | undefined
  superiorId?: string | null | undefined
  queueIds?: readonly string[] | undefined
}

/** Holds what an account is to point at against what there is: roles, department, superior, queues. */
@Singleton()
export class AccountPlaces {
  @Inject()
  private readonly roles!: RoleRepository

  @Inject()
  private readonly departments!: DepartmentRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly queues!: QueueRepository

  /** @throws ParleyError `bad_request` naming the field; a superior must not lead back to the person */
  async require(tenantId: string, named: Named, ownId: string | null): Promise<void> {
    await this.requireRoles(tenantId, named.roles ?? [])
    if (named.departmentId) {
      const known = await this.departments.list(tenantId)
      if (!known.some(({ id }) => id === named.departmentId)) throw unknown('departmentId')
    }
    if (named.queueIds !== undefined) {
      const known = new Set((await this.queues.list(tenantId)).map(({ id }) => id))
      if (!named.queueIds.every((id) => known.has(id))) throw unknown('queueIds')
    }
    if (named.superiorId) await this.requireSuperior(tenantId, named.superiorId, ownId)
  }

  private async requireRoles(tenantId: string, keys: readonly string[]): Promise<void> {
    const own = keys.filter((key) => !isBuiltIn(key))
    if (own.length === 0) return
    const known = await this.roles.find(tenantId, own)
    if (known.length !== new Set(own).size) throw unknown('roles')
  }

  private async requireSuperior(tenantId: string, superiorId: string, ownId: string | null): Promise<void> {
    const superiors = new Map((await this.accounts.list(tenantId)).map((each) => [each.id, each.superiorId]))
    if (!superiors.has(superiorId)) throw unknown('superiorId')
    const seen = new Set<string>()
    for (let at: string | null = superiorId; at !== null && !seen.has(at); at = superiors.get(at) ?? null) {
      if (at === ownId) throw new ParleyError('bad_request', { issues: [{ path: 'superiorId', code: 'circle' }] })
      seen.add(at)
    }
  }
}

const unknown = (path: string): ParleyError => new ParleyError('bad_request', { issues: [{ path, code: 'unknown' }] })
