import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { ChannelRepository, secretOf } from '../channels/index.js'
import { DEMO_CHANNEL_KEY, DEMO_USERS } from './demo-users.js'
import type { DemoUser } from './demo-users.js'

/** Plays the server of a host: knows nine users and speaks for them. In the demo alone. */
@Singleton()
export class SignForDemo {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly channels!: ChannelRepository

  /** @throws ParleyError `not_found` where there is no demo */
  users(): readonly DemoUser[] {
    if (!this.settings.values.isDemo) throw new ParleyError('not_found')
    return DEMO_USERS
  }

  /** @throws ParleyError `not_found` for an unknown user, where there is no demo, or no key to sign with */
  async run({ userId, expiresInSeconds }: { userId: string; expiresInSeconds?: number | undefined }): Promise<string> {
    const user = this.users().find(({ id }) => id === userId)
    const channel = await this.channels.findByKey(DEMO_CHANNEL_KEY)
    if (user === undefined || channel === null) throw new ParleyError('not_found')
    const key = (await this.channels.signingKeys(channel.tenantId, channel.id)).find((each) => each.retiresAt === null)
    if (key === undefined) throw new ParleyError('not_found')
    const { id: sub, ...claims } = user
    const lasting = expiresInSeconds === undefined ? {} : { expiresInSeconds }
    const { issueContactToken } = await import('@parley/token')
    return issueContactToken({ secret: secretOf(key), channel: channel.key, sub, ...claims, ...lasting })
  }
}
