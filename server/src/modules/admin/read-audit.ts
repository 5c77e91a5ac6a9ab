import { Inject, Singleton } from '@midwayjs/core'
import { AUDIT_PAGE } from '@parley/shared/audit/audit'
import type { AuditFilter, AuditRecord } from '@parley/shared/audit/audit'
import type { StaffCommands } from '@parley/shared/protocol'
import Papa from 'papaparse'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog, AuditRecordRepository } from '../audit/index.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

@Singleton()
export class ListAuditOfTenant {
  @Inject()
  private readonly records!: AuditRecordRepository

  async run({ tenantId }: StaffPrincipal, { before, ...filter }: Input<'audit:listAudit'>): Output<'audit:listAudit'> {
    const found = await this.records.page(tenantId, filter, { before, limit: AUDIT_PAGE + 1 })
    const records = found.slice(0, AUDIT_PAGE)
    return { records, next: found.length > AUDIT_PAGE ? (records.at(-1)?.number ?? null) : null }
  }
}

@Singleton()
export class VerifyAuditOfTenant {
  @Inject()
  private readonly audit!: AuditLog

  run({ tenantId }: StaffPrincipal): Output<'audit:verifyAudit'> {
    return this.audit.verify(tenantId)
  }
}

const EXPORT_PAGE = 1_000
const EXPORT_MAX = 100_000
const COLUMNS = ['number', 'at', 'action', 'actorId', 'actorName', 'address', 'subjectKind', 'subjectId', 'subjectName']

/** The log as a table, newest first, as far as a filter lets through. That it was taken out is recorded itself. */
@Singleton()
export class ExportAudit {
  @Inject()
  private readonly records!: AuditRecordRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, filter: AuditFilter): Promise<string> {
    const rows: string[][] = []
    let before: number | undefined
    while (rows.length < EXPORT_MAX) {
      const page = await this.records.page(caller.tenantId, filter, { before, limit: EXPORT_PAGE })
      rows.push(...page.map(rowOf))
      before = page.at(-1)?.number
      if (page.length < EXPORT_PAGE) break
    }
    await this.audit.record(caller, { action: 'audit.exported', details: { records: rows.length } })
    // What a spreadsheet would take for a formula is written as text; the mark lets it read Chinese.
    return `\uFEFF${Papa.unparse({ fields: [...COLUMNS, 'details', 'hash'], data: rows }, { escapeFormulae: true })}`
  }
}

function rowOf({ number, at, action, actor, address, subject, details, hash }: AuditRecord): string[] {
  const who = [actor.id ?? '', actor.name, address ?? '']
  const what = [subject?.kind ?? '', subject?.id ?? '', subject?.name ?? '']
  return [String(number), at, action, ...who, ...what, JSON.stringify(details), hash]
}
