import { Inject, Singleton } from '@midwayjs/core'
import { DEFAULT_GRANTS } from '@parley/shared/accounts/permissions'
import type { Grants } from '@parley/shared/accounts/permissions'
import type { RoleDefinition } from '@parley/shared/accounts/roles'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Revocations } from '../../platform/realtime/revocations.js'
import { grantsOfRole, isBuiltIn, isWithin, RoleRepository, StaffAccountRepository } from '../accounts/index.js'
import type { StaffPrincipal, StoredRole } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

const BUILT_IN = Object.keys(DEFAULT_GRANTS)

function roleView(key: string, stored: StoredRole | undefined, memberCount: number): RoleDefinition {
  return {
    key,
    name: stored?.name ?? null,
    grants: grantsOfRole(key, stored),
    isEditable: key !== 'admin',
    isBuiltIn: isBuiltIn(key),
    memberCount,
    version: stored?.version ?? 0,
  }
}

/** Nobody hands out rights that they do not have. @throws ParleyError `forbidden` */
function requireWithin(caller: StaffPrincipal, grants: Grants): void {
  if (!caller.roles.includes('admin') && !isWithin(grants, caller.grants)) throw new ParleyError('forbidden')
}

const subjectOf = ({ key, name }: RoleDefinition) => ({ kind: 'role', id: key, name: name ?? key })
const spelled = (grants: Grants): string[] =>
  Object.entries(grants).map(([permission, scope]) => `${permission}:${scope}`)

@Singleton()
export class ListRolesOfTenant {
  @Inject()
  private readonly roles!: RoleRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  async run({ tenantId }: StaffPrincipal): Output<'accounts:listRoles'> {
    const [stored, staff] = await Promise.all([this.roles.list(tenantId), this.accounts.list(tenantId)])
    const own = stored.filter(({ key }) => !isBuiltIn(key)).map(({ key }) => key)
    const countOf = (key: string) => staff.filter(({ roles }) => roles.includes(key)).length
    const view = (key: string) =>
      roleView(
        key,
        stored.find((role) => role.key === key),
        countOf(key),
      )
    return { roles: [...BUILT_IN, ...own].map(view) }
  }
}

@Singleton()
export class CreateRoleOfTenant {
  @Inject()
  private readonly roles!: RoleRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { name, grants }: Input<'accounts:createRole'>): Output<'accounts:createRole'> {
    requireWithin(caller, grants)
    const stored = await this.roles.add(caller.tenantId, { name, grants })
    const role = roleView(stored.key, stored, 0)
    await this.audit.record(caller, {
      action: 'role.created',
      subject: subjectOf(role),
      details: { grants: spelled(role.grants) },
    })
    return { role }
  }
}

@Singleton()
export class EditRoleOfTenant {
  @Inject()
  private readonly roles!: RoleRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly revocations!: Revocations

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `forbidden` for the admin's and for rights beyond one's own, `not_found`, `edit_conflict`, `name_taken` */
  async run(caller: StaffPrincipal, input: Input<'accounts:editRole'>): Output<'accounts:editRole'> {
    const { tenantId } = caller
    const { key, version, name, grants } = input
    if (key === 'admin' || (isBuiltIn(key) && name !== undefined)) throw new ParleyError('forbidden')
    const [found] = await this.roles.find(tenantId, [key])
    if (found === undefined && !isBuiltIn(key)) throw new ParleyError('not_found')
    const seen = found ?? { key, name: null, grants: grantsOfRole(key, undefined), version: 0 }
    if (seen.version !== version) throw new ParleyError('edit_conflict')
    requireWithin(caller, grants ?? {})
    const change = { ...(name === undefined ? {} : { name }), ...(grants === undefined ? {} : { grants }) }
    const before = await this.accounts.listByRole(tenantId, key)
    const connectionsOf = ({ id }: { id: string }) => ({ tenantId, key: `staff:${id}` })
    const edited = await this.revocations.during(before.map(connectionsOf), () =>
      this.roles.edit(tenantId, seen, change),
    )
    const members = await this.accounts.listByRole(tenantId, key)
    // Who was given the role in this moment has come in with what it said before.
    const joined = members.filter(({ id }) => !before.some((each) => each.id === id))
    for (const each of joined) await this.revocations.announce(connectionsOf(each))
    const role = roleView(key, edited, members.length)
    await this.audit.record(caller, {
      action: 'role.edited',
      subject: subjectOf(role),
      details: { before: spelled(seen.grants), after: spelled(role.grants) },
    })
    return { role }
  }
}

@Singleton()
export class DeleteRoleOfTenant {
  @Inject()
  private readonly roles!: RoleRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `not_found`, `in_use` */
  async run(caller: StaffPrincipal, { key }: Input<'accounts:deleteRole'>): Output<'accounts:deleteRole'> {
    const [role] = await this.roles.find(caller.tenantId, [key])
    if (role === undefined) throw new ParleyError('not_found')
    if ((await this.accounts.listByRole(caller.tenantId, key)).length > 0) throw new ParleyError('in_use')
    await this.roles.remove(caller.tenantId, key)
    const subject = { kind: 'role', id: key, name: role.name ?? key }
    await this.audit.record(caller, { action: 'role.deleted', subject })
    return {}
  }
}
