import { Controller, Get, Inject, Post } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { IssueDemoToken } from '@parley/shared/demo/demo-token'
import { parseBody } from '../../platform/http/answer.js'
import type { DemoUser } from './demo-users.js'
import { SignForDemo } from './sign-for-demo.js'

/** What the playground asks of its host's server; without the demo these addresses are not there. */
@Controller('/api/v1/demo')
export class DemoController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly sign!: SignForDemo

  @Get('/users')
  users(): { users: readonly DemoUser[] } {
    return { users: this.sign.users() }
  }

  @Post('/contact-token')
  async token(): Promise<{ token: string }> {
    this.sign.users()
    return { token: await this.sign.run(parseBody(IssueDemoToken, this.ctx)) }
  }
}
