import { Inject, Singleton } from '@midwayjs/core'
import { BuiltInRole } from '@parley/shared/accounts/permissions'
import { CreateStaff } from '@parley/shared/accounts/management'
import type { ImportedRow } from '@parley/shared/accounts/management'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { RoleRepository, StaffAccountRepository, StaffLinks } from '../accounts/index.js'
import type { AccountFields, StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { DepartmentRepository } from '../organisation/index.js'
import { QueueRepository } from '../routing/index.js'
import { listedIn, parseTable } from './import-table.js'
import type { TableRow } from './import-table.js'
import { areTeamNames, TeamsOfImport } from './import-teams.js'
import { present, StaffManagement } from './staff-management.js'

type Import = StaffCommands['accounts:importStaff']
type Issue = ImportedRow['issues'][number]

/** Built-in roles are named as everywhere. */
const BUILT_IN = BuiltInRole.options.map((role) => [role, role] as const)

/** What the words of a table mean in a tenant. */
interface Names {
  roles: Map<string, string>
  queues: Map<string, string>
  departments: Map<string, string>
  logins: Map<string, string>
}

/** Takes people in from a table, row by row: what is wrong with one keeps no other out. Who is there already is updated. */
@Singleton()
export class ImportStaffOfTenant {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly roles!: RoleRepository

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly departments!: DepartmentRepository

  @Inject()
  private readonly teams!: TeamsOfImport

  @Inject()
  private readonly links!: StaffLinks

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `bad_request` for a table without its head */
  async run(caller: StaffPrincipal, { csv, mode }: Import['input']): Promise<Import['output']> {
    const table = parseTable(csv)
    const names = await this.names(caller.tenantId)
    // Superiors may stand further down: everybody of the table counts as known.
    const announced = new Set(table.map(({ cells }) => (cells.login ?? '').trim().toLowerCase()))
    const rows: ImportedRow[] = []
    for (const row of table) rows.push(await this.take(caller, row, { names, announced, mode }))
    if (mode === 'apply') {
      await this.placeUnderSuperiors(caller, table, rows)
      await this.placeInTeams(caller, table, rows)
      const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length
      const details = { created: count('created'), updated: count('updated'), refused: count('refused') }
      await this.audit.record(caller, { action: 'staff.imported', details })
    }
    return { rows }
  }

  private async take(
    caller: StaffPrincipal,
    { row, cells }: TableRow,
    { names, announced, mode }: { names: Names; announced: Set<string>; mode: Import['input']['mode'] },
  ): Promise<ImportedRow> {
    const login = (cells.login ?? '').trim().toLowerCase()
    const refused = (issues: Issue[]): ImportedRow => ({ row, login, outcome: 'refused', issues, link: null })
    const { fields, issues, departmentPath } = readCells(cells, names)
    if (
      cells.superior &&
      !announced.has(cells.superior.toLowerCase()) &&
      !names.logins.has(cells.superior.toLowerCase())
    )
      issues.push({ column: 'superior', code: 'unknown' })
    const parsed = CreateStaff.input.safeParse({ login, roles: [], ...fields })
    if (!parsed.success)
      issues.push(...parsed.error.issues.map(({ path, code }) => ({ column: String(path[0]), code })))
    if (issues.length > 0 || !parsed.success) return refused(issues)
    const known = await this.accounts.findByLogin(caller.tenantId, parsed.data.login)
    const outcome = known === null ? 'created' : 'updated'
    if (mode === 'check') return { row, login, outcome, issues: [], link: null }
    try {
      if (departmentPath !== null)
        fields.departmentId = await this.ensureDepartment(caller.tenantId, departmentPath, names)
      const { login: name, ...rest } = parsed.data
      const wanted = { ...present(rest), ...(fields.departmentId ? { departmentId: fields.departmentId } : {}) }
      if (known === null) {
        const made = await this.management.create(caller, name, { ...wanted, name: rest.name, roles: rest.roles })
        names.logins.set(made.login, made.id)
        return { row, login, outcome, issues: [], link: await this.links.make(caller.tenantId, made.id) }
      }
      // A column that the table does not have says nothing about whoever is there already.
      const { roles, ...others } = wanted
      await this.management.get(caller, known.id)
      await this.management.edit(caller, known, {
        ...others,
        ...(fields.roles === undefined ? {} : { roles: roles ?? [] }),
      })
      return { row, login, outcome, issues: [], link: null }
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      const [issue] = error.details.issues ?? []
      return refused([{ column: issue?.path ?? 'login', code: issue?.code ?? error.code }])
    }
  }

  private async placeUnderSuperiors(caller: StaffPrincipal, table: TableRow[], rows: ImportedRow[]): Promise<void> {
    const { tenantId } = caller
    const byLogin = new Map((await this.accounts.list(tenantId)).map((account) => [account.login, account]))
    for (const [index, { cells }] of table.entries()) {
      const report = rows[index]
      const account = byLogin.get((cells.login ?? '').trim().toLowerCase())
      const superior = byLogin.get((cells.superior ?? '').trim().toLowerCase())
      if (!cells.superior || report === undefined || report.outcome === 'refused' || account === undefined) continue
      if (superior === undefined) report.issues.push({ column: 'superior', code: 'unknown' })
      else if (account.superiorId !== superior.id) {
        const seen = await this.accounts.get(tenantId, account.id)
        await this.management.edit(caller, seen, { superiorId: superior.id }).catch((error: unknown) => {
          if (!(error instanceof ParleyError)) throw error
          report.issues.push({ column: 'superior', code: error.details.issues?.[0]?.code ?? error.code })
        })
      }
    }
  }

  /** A table without the column says nothing of teams; an empty cell, that somebody is in none. */
  private async placeInTeams({ tenantId }: StaffPrincipal, table: TableRow[], rows: ImportedRow[]): Promise<void> {
    const idOf = new Map((await this.accounts.list(tenantId)).map(({ login, id }) => [login, id]))
    const namesOf = new Map<string, string[]>()
    for (const [index, { cells }] of table.entries()) {
      const id = idOf.get((cells.login ?? '').trim().toLowerCase())
      const isTaken = id !== undefined && rows[index]?.outcome !== 'refused'
      if (isTaken && cells.teams !== undefined) namesOf.set(id, listedIn(cells.teams))
    }
    await this.teams.place(tenantId, namesOf)
  }

  private async names(tenantId: string): Promise<Names> {
    const [roles, queues, departments, staff] = await Promise.all([
      this.roles.list(tenantId),
      this.queues.list(tenantId),
      this.departments.list(tenantId),
      this.accounts.list(tenantId),
    ])
    const pathOf = (id: string | null): string => {
      const found = departments.find((each) => each.id === id)
      if (found === undefined) return ''
      return found.parentId === null ? found.name : `${pathOf(found.parentId)}/${found.name}`
    }
    return {
      roles: new Map([...BUILT_IN, ...roles.flatMap(({ name, key }) => (name === null ? [] : [[name, key] as const]))]),
      queues: new Map(queues.map(({ name, id }) => [name, id])),
      departments: new Map(departments.map(({ id }) => [pathOf(id), id])),
      logins: new Map(staff.map(({ login, id }) => [login, id])),
    }
  }

  /** Makes what is missing of a path like `Sales/North`. */
  private async ensureDepartment(tenantId: string, path: string[], names: Names): Promise<string> {
    let parentId: string | null = null
    for (const [depth, name] of path.entries()) {
      const key = path.slice(0, depth + 1).join('/')
      const id: string = names.departments.get(key) ?? (await this.departments.add(tenantId, { name, parentId })).id
      names.departments.set(key, id)
      parentId = id
    }
    return parentId ?? ''
  }
}

/** The cells of a row as fields of an account; names that mean nothing are issues. */
function readCells(
  cells: TableRow['cells'],
  names: Names,
): { fields: Partial<AccountFields>; issues: Issue[]; departmentPath: string[] | null } {
  const issues: Issue[] = []
  const lookUp = (column: string, text: string, known: Map<string, string>) =>
    listedIn(text).flatMap((name) => {
      const found = known.get(name)
      if (found === undefined) issues.push({ column, code: 'unknown' })
      return found === undefined ? [] : [found]
    })
  const { name, roles, capacity, email, mobile, language, department, queues, teams } = cells
  const fields: Record<string, unknown> = { name: (name ?? '').trim() }
  if (roles !== undefined) fields['roles'] = lookUp('roles', roles, names.roles)
  if (capacity) fields['capacity'] = Number(capacity)
  if (email) fields['email'] = email.trim()
  if (mobile) fields['mobile'] = mobile.trim()
  if (language) fields['language'] = language.trim()
  if (queues !== undefined) fields['queueIds'] = lookUp('queues', queues, names.queues)
  if (!areTeamNames(teams ?? '')) issues.push({ column: 'teams', code: 'too_big' })
  const path = (department ?? '')
    .split('/')
    .map((part) => part.trim())
    .filter(Boolean)
  return { fields, issues, departmentPath: path.length === 0 ? null : path }
}
