import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { ChannelKey } from '@parley/shared/channels/channel'
import type { ChannelLook } from '@parley/shared/channels/channel'
import { ParleyError } from '@parley/shared/kernel/errors'
import { allowFraming, allowReading } from '../../platform/http/foreign-pages.js'
import { WIDGET_DIRECTORY } from '../../platform/http/page-directories.js'
import { pageIn } from '../../platform/http/pages.controller.js'
import { lookOf } from './channel.js'
import type { Channel } from './channel.js'
import { ChannelOrigins } from './channel-origins.js'
import { ChannelRepository } from './channel.repository.js'

/** What a channel shows to everybody: its page, and its look for whoever draws a launcher. */
@Controller('/')
export class ChannelPagesController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly origins!: ChannelOrigins

  /** The page of an unknown channel says so, in no frame. */
  @Get('/c/:channelKey')
  async visitor(): Promise<string> {
    const channel = await this.find()
    if (channel !== null) allowFraming(this.ctx, this.origins.of(channel, this.ctx.host))
    return pageIn(this.ctx, WIDGET_DIRECTORY)
  }

  @Get('/api/v1/contact/channel/:channelKey')
  async look(): Promise<ChannelLook> {
    const channel = await this.find()
    if (channel === null) throw new ParleyError('not_found')
    allowReading(this.ctx, this.origins.of(channel, this.ctx.host))
    return lookOf(channel)
  }

  private async find(): Promise<Channel | null> {
    const key = ChannelKey.safeParse((this.ctx['params'] as { channelKey: string }).channelKey)
    if (!key.success) return null
    const channel = await this.channels.findByKey(key.data)
    return channel?.isEnabled === true ? channel : null
  }
}
