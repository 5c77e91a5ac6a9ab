import { Inject, Singleton } from '@midwayjs/core'
import { CurrentSettings } from '../../config/current-settings.js'
import type { Channel } from './channel.js'

/** The sites that a channel may be shown on. */
@Singleton()
export class ChannelOrigins {
  @Inject()
  private readonly settings!: CurrentSettings

  /**
   * Exactly those that the channel names. In the demo also this server under its other loopback name, since there a page
   * on `localhost` plays the host of a chat on `127.0.0.1`, whatever the port is.
   */
  of({ allowedOrigins }: Channel, ownHost: string): string[] {
    if (!this.settings.values.isDemo) return allowedOrigins
    const [, name, port = ''] = /^(localhost|127\.0\.0\.1)(:\d+)?$/.exec(ownHost) ?? []
    if (name === undefined) return allowedOrigins
    return [...allowedOrigins, `http://${name === 'localhost' ? '127.0.0.1' : 'localhost'}${port}`]
  }
}
