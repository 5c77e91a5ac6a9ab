import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { AuditFilter } from '@parley/shared/audit/audit'
import { ParleyError } from '@parley/shared/kernel/errors'
import { issuesOf } from '../../platform/input-issues.js'
import { StaffBrowser } from '../accounts/index.js'
import { ExportAudit } from './read-audit.js'

/** A download is HTTP's. */
@Controller('/api/v1')
export class AuditController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly browser!: StaffBrowser

  @Inject()
  private readonly exportAudit!: ExportAudit

  @Get('/audit.csv')
  async csv(): Promise<string> {
    const caller = await this.browser.caller(this.ctx, 'audit.export')
    const filter = AuditFilter.safeParse(this.ctx.query)
    if (!filter.success) throw new ParleyError('bad_request', { issues: issuesOf(filter.error) })
    const table = await this.exportAudit.run(caller, filter.data)
    this.ctx.set({
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="audit.csv"',
      'Cache-Control': 'no-store',
    })
    return table
  }
}
