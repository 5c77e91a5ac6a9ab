import { Controller, Get, Inject, Options } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { CurrentSettings } from '../../config/current-settings.js'
import { addressOf } from '../../platform/http/address.js'
import { allowReading, answerPreflight } from '../../platform/http/foreign-pages.js'
import { AttemptLimit } from '../../platform/attempt-limit.js'
import { ChannelOrigins } from '../channels/index.js'
import { BearerContact } from '../contacts/index.js'
import { CountUnread } from './count-unread.js'

const WITHIN_SECONDS = 60
/** One address may stand for an office. */
const CONTACTS_PER_ADDRESS = 20

/** `GET /api/v1/contact/unread` (C8, `docs/unread-count.md`): what a host draws its badge from. */
@Controller('/api/v1/contact/unread')
export class ContactUnreadController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly bearer!: BearerContact

  @Inject()
  private readonly origins!: ChannelOrigins

  @Inject()
  private readonly countUnread!: CountUnread

  @Inject()
  private readonly limit!: AttemptLimit

  /** Asked by browsers before a page of another site sends the header; which site may read is told with the answer. */
  @Options('/')
  preflight(): void {
    answerPreflight(this.ctx, { methods: 'GET', headers: 'authorization' })
  }

  @Get('/')
  async count(): Promise<{ unread: number }> {
    const { trustedProxies, unreadPerMinute } = this.settings.values
    const address = addressOf(this.ctx.req, trustedProxies)
    const ofAddress = { points: unreadPerMinute * CONTACTS_PER_ADDRESS, withinSeconds: WITHIN_SECONDS }
    await this.limit.take(`unread address ${address}`, ofAddress)
    const { channel, contactId } = await this.bearer.run(this.ctx.get('authorization'), (known) =>
      allowReading(this.ctx, this.origins.of(known, this.ctx.host)),
    )
    this.ctx.set('Cache-Control', 'no-store')
    if (contactId === null) return { unread: 0 }
    const { tenantId, id: channelId } = channel
    const ofContact = { points: unreadPerMinute, withinSeconds: WITHIN_SECONDS }
    await this.limit.take(`unread contact ${tenantId} ${contactId}`, ofContact)
    return { unread: await this.countUnread.run({ tenantId, contactId, channelId }) }
  }
}
