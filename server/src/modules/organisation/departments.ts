import { Inject, Singleton } from '@midwayjs/core'
import type { Department } from '@parley/shared/organisation/organisation'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { StaffAccountRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { DepartmentRepository } from './department.repository.js'
import type { StoredDepartment } from './department.repository.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

/** Whether a department lies under another, or is it: it must not come under itself. */
export function isWithin(all: readonly StoredDepartment[], id: string | null, ancestorId: string): boolean {
  const seen = new Set<string>()
  for (let at = id; at !== null && !seen.has(at); at = all.find((each) => each.id === at)?.parentId ?? null) {
    if (at === ancestorId) return true
    seen.add(at)
  }
  return false
}

export function departmentView(
  department: StoredDepartment,
  members: readonly { departmentId: string | null }[],
): Department {
  return { ...department, memberCount: members.filter(({ departmentId }) => departmentId === department.id).length }
}

@Singleton()
export class CreateDepartmentOfTenant {
  @Inject()
  private readonly departments!: DepartmentRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(
    caller: StaffPrincipal,
    input: Input<'organisation:createDepartment'>,
  ): Output<'organisation:createDepartment'> {
    const all = await this.departments.list(caller.tenantId)
    if (input.parentId !== null && !all.some(({ id }) => id === input.parentId)) throw new ParleyError('not_found')
    const department = await this.departments.add(caller.tenantId, input)
    await this.audit.record(caller, {
      action: 'organisation.edited',
      subject: { kind: 'department', id: department.id, name: department.name },
      details: { change: 'created' },
    })
    return { department: departmentView(department, []) }
  }
}

@Singleton()
export class EditDepartmentOfTenant {
  @Inject()
  private readonly departments!: DepartmentRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(
    caller: StaffPrincipal,
    { departmentId, version, name, parentId }: Input<'organisation:editDepartment'>,
  ): Output<'organisation:editDepartment'> {
    const { tenantId } = caller
    const all = await this.departments.list(tenantId)
    const ids = new Set(all.map(({ id }) => id))
    if (!ids.has(departmentId) || (parentId && !ids.has(parentId))) throw new ParleyError('not_found')
    if (parentId !== undefined && isWithin(all, parentId, departmentId)) {
      throw new ParleyError('bad_request', { issues: [{ path: 'parentId', code: 'circle' }] })
    }
    const change = { ...(name === undefined ? {} : { name }), ...(parentId === undefined ? {} : { parentId }) }
    const department = await this.departments.edit({ tenantId, id: departmentId, version }, change)
    await this.audit.record(caller, {
      action: 'organisation.edited',
      subject: { kind: 'department', id: departmentId, name: department.name },
      details: { change: 'edited', fields: Object.keys(change) },
    })
    return { department: departmentView(department, await this.accounts.list(tenantId)) }
  }
}

@Singleton()
export class DeleteDepartmentOfTenant {
  @Inject()
  private readonly departments!: DepartmentRepository

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `not_found`; `in_use` while it has members or departments under it */
  async run(
    caller: StaffPrincipal,
    { departmentId }: Input<'organisation:deleteDepartment'>,
  ): Output<'organisation:deleteDepartment'> {
    const [all, staff] = await Promise.all([
      this.departments.list(caller.tenantId),
      this.accounts.list(caller.tenantId),
    ])
    const department = all.find(({ id }) => id === departmentId)
    if (department === undefined) throw new ParleyError('not_found')
    const hasMembers = staff.some((member) => member.departmentId === departmentId)
    if (hasMembers || all.some(({ parentId }) => parentId === departmentId)) throw new ParleyError('in_use')
    await this.departments.remove(caller.tenantId, departmentId)
    await this.audit.record(caller, {
      action: 'organisation.edited',
      subject: { kind: 'department', id: departmentId, name: department.name },
      details: { change: 'deleted' },
    })
    return {}
  }
}
