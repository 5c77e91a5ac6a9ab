import { Controller, Get, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { SetUp as Input } from '@parley/shared/accounts/credentials'
import type { SignedIn } from '@parley/shared/accounts/staff'
import { ParleyError } from '@parley/shared/kernel/errors'
import { parseBody } from '../../platform/http/answer.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { DescribeSignedIn, SignInLimits, SignInStaff, StaffBrowser, StaffRepository } from '../accounts/index.js'
import { SetUp } from './set-up.js'

/** The page `/setup`: there until the first account is made, 404 ever after. */
@Controller('/api/v1/setup')
export class SetUpController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly setUp!: SetUp

  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly limits!: SignInLimits

  @Inject()
  private readonly signIn!: SignInStaff

  @Inject()
  private readonly signedIn!: DescribeSignedIn

  @Inject()
  private readonly browser!: StaffBrowser

  @Get('/')
  async isOpen(): Promise<{ isOpen: true }> {
    if (!(await this.setUp.isOpen())) throw new ParleyError('not_found')
    return { isOpen: true }
  }

  @Post('/')
  async make(): Promise<SignedIn> {
    const input = parseBody(Input, this.ctx)
    const attempt = { account: 'setup', address: this.browser.address(this.ctx), isFamiliar: true }
    await this.limits.take(attempt)
    const { staffId } = await this.setUp.run(input)
    await this.limits.giveBack(attempt)
    const member = await this.staff.find(DEFAULT_TENANT_ID, staffId)
    if (member === null) throw new ParleyError('not_found')
    this.browser.remember(this.ctx, await this.signIn.begin(member, this.browser.browser(this.ctx)))
    return this.signedIn.run(member)
  }
}

/** The short address that is printed. */
@Controller('/setup')
export class SetUpPageController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly setUp!: SetUp

  @Get('/')
  async page(): Promise<void> {
    if (!(await this.setUp.isOpen())) throw new ParleyError('not_found')
    this.ctx.redirect('/console/setup')
  }
}
