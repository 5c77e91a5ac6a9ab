import { Inject, Singleton } from '@midwayjs/core'
import type { StaffAccount } from '@parley/shared/accounts/management'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { StaffAccountRepository } from '../accounts/index.js'
import { AuditLog, systemActor } from '../audit/index.js'
import { QueueRepository } from '../routing/index.js'
import { FirstAccountIdRepository } from './first-account-id.repository.js'

const CAPACITY = 5

/** Who is to be the first. */
interface First {
  login: string
  name: string
  email: string | null
  /** Null: they choose it by a link. */
  passwordHash: string | null
  clientStaffId?: string
}

/** The first account of a tenant, admin and agent (L1), with a queue to serve. However many make it at once, one is made. */
@Singleton()
export class FirstAccount {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly ids!: FirstAccountIdRepository

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /** Whether the tenant still waits for it. */
  async isMissing(tenantId: string): Promise<boolean> {
    return !(await this.accounts.isAnyone(tenantId))
  }

  /** @throws ParleyError `not_found` when the tenant has somebody already */
  async make(tenantId: string, first: First): Promise<StaffAccount> {
    // The id is agreed on before: of several who insert it the store takes one, and there is no state in between.
    const id = await this.ids.ensure(tenantId)
    if (!(await this.isMissing(tenantId))) throw new ParleyError('not_found')
    const queueId = await this.queues.defaultOf(tenantId)
    const account = {
      id,
      tenantId,
      ...first,
      roles: ['admin' as const, 'agent' as const],
      capacity: CAPACITY,
      mobile: null,
      initials: null,
      language: null,
      departmentId: null,
      superiorId: null,
      queueIds: [queueId],
    }
    try {
      const made = await this.accounts.create(account, this.clock.now())
      const subject = { kind: 'staff', id: made.id, name: made.login }
      await this.audit.record(systemActor(tenantId), {
        action: 'staff.created',
        subject,
        details: { roles: made.roles, isFirst: true },
      })
      return made
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'login_taken') throw new ParleyError('not_found')
      throw error
    }
  }
}
