import { Inject, Singleton } from '@midwayjs/core'
import type { StaffAccount } from '@parley/shared/accounts/management'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import { canBeAssignee, StaffAccountRepository, StaffRights } from '../accounts/index.js'
import type { AccountFields, StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { HandBackChats, QueueRepository } from '../routing/index.js'
import { AccountPlaces } from './account-places.js'
import { losesChats, mayManage, rolesRefusal } from './staff-policy.js'

/** Chats at once of an agent of whom nobody said so. */
const DEFAULT_CAPACITY = 5

/** Those fields of an input that are there. */
export function present<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

export const subjectOf = ({ id, login }: StaffAccount) => ({ kind: 'staff', id, name: login })

/** An account as it has become, and how many chats went back to waiting. */
interface EditedStaff {
  staff: StaffAccount
  handedBack: number
}

/** What creating and editing accounts have in common: the rules, the write, and what follows from it. */
@Singleton()
export class StaffManagement {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly rights!: StaffRights

  @Inject()
  private readonly places!: AccountPlaces

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly handBackChats!: HandBackChats

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  /** An account that somebody may manage. @throws ParleyError `not_found`, `forbidden` for an admin's by another */
  async get(caller: StaffPrincipal, id: string): Promise<StaffAccount> {
    const account = await this.accounts.get(caller.tenantId, id)
    if (!mayManage(caller, account)) throw new ParleyError('forbidden')
    return account
  }

  /** A new account without a password. Unless told otherwise an agent serves every queue. */
  async create(
    caller: StaffPrincipal,
    login: string,
    fields: Partial<AccountFields> & { name: string; roles: AccountFields['roles']; clientStaffId?: string },
  ): Promise<StaffAccount> {
    const { tenantId } = caller
    await this.requireRoles(caller, [], fields.roles)
    await this.places.require(tenantId, fields, null)
    const isAgent = canBeAssignee(fields.roles)
    const everyQueue = async () => (isAgent ? (await this.queues.list(tenantId)).map(({ id }) => id) : [])
    const account = {
      capacity: isAgent ? DEFAULT_CAPACITY : 0,
      email: null,
      mobile: null,
      initials: null,
      language: null,
      departmentId: null,
      superiorId: null,
      ...fields,
      queueIds: fields.queueIds ?? (await everyQueue()),
    }
    const created = await this.accounts.create({ ...account, tenantId, login, passwordHash: null }, this.clock.now())
    await this.audit.record(caller, {
      action: 'staff.created',
      subject: subjectOf(created),
      details: { roles: created.roles },
    })
    return created
  }

  /** Changes an account as it was seen; what they may not have any more is handed back, and their connections are cut. */
  edit(caller: StaffPrincipal, seen: StaffAccount, change: Partial<AccountFields>): Promise<EditedStaff> {
    const theirs = { tenantId: caller.tenantId, key: `staff:${seen.id}` }
    return this.revocations.during([theirs], () => this.store(caller, seen, change))
  }

  private async store(
    caller: StaffPrincipal,
    seen: StaffAccount,
    change: Partial<AccountFields>,
  ): Promise<EditedStaff> {
    const { tenantId } = caller
    if (change.roles !== undefined) await this.requireRoles(caller, seen.roles, change.roles)
    await this.places.require(tenantId, change, seen.id)
    const staff = await this.accounts.edit({ tenantId, id: seen.id, version: seen.version }, change)
    if (seen.roles.includes('admin') && !staff.roles.includes('admin')) {
      await this.keepAnAdmin(tenantId, () => this.undoRoles(tenantId, staff, seen.roles))
    }
    const handedBack = losesChats(seen.roles, staff.roles) ? await this.handBackChats.run(tenantId, staff.id) : 0
    await this.audit.record(caller, {
      action: 'staff.edited',
      subject: subjectOf(staff),
      details: {
        fields: Object.keys(change),
        ...(change.roles === undefined ? {} : { rolesBefore: seen.roles, roles: staff.roles }),
        handedBack,
      },
    })
    return { staff, handedBack }
  }

  /**
   * Somebody has to be admin. Looked at after the write, so that of two admins who unmake each other at once at least one
   * finds it out and takes it back.
   */
  async keepAnAdmin(tenantId: string, undo: () => Promise<unknown>): Promise<void> {
    const admins = await this.accounts.listByRole(tenantId, 'admin')
    if (admins.some(({ state }) => state === 'active')) return
    await undo()
    throw new ParleyError('last_admin')
  }

  private undoRoles(tenantId: string, { id, version }: StaffAccount, roles: AccountFields['roles']) {
    return this.accounts.edit({ tenantId, id, version }, { roles })
  }

  private async requireRoles(
    caller: StaffPrincipal,
    before: readonly string[],
    after: readonly string[],
  ): Promise<void> {
    const grantsAfter = await this.rights.of({ tenantId: caller.tenantId, roles: after })
    const refusal = rolesRefusal(caller, { before, after, grantsAfter })
    if (refusal === 'bad_request')
      throw new ParleyError(refusal, { issues: [{ path: 'roles', code: 'contradiction' }] })
    if (refusal !== null) throw new ParleyError(refusal)
  }
}
