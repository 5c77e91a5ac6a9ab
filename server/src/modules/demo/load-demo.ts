import { Inject, Singleton } from '@midwayjs/core'
import type { BuiltInRole } from '@parley/shared/accounts/permissions'
import { Clock } from '../../platform/clock.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { hashPassword, StaffRepository } from '../accounts/index.js'
import { ChannelRepository, NEW_CHANNEL, newSigningKey } from '../channels/index.js'
import { ContactAccounts } from '../contacts/index.js'
import { QueueRepository } from '../routing/index.js'
import { DEMO_CHANNEL_KEY, DEMO_CONTACT } from './demo-users.js'

interface DemoAccount {
  login: string
  password: string
  name: string
  roles: BuiltInRole[]
  capacity: number
}

/** Known to everybody, therefore for trying out alone: `config/settings.ts` refuses them in production. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { login: 'demo', password: 'demo', name: 'Agent 01', roles: ['admin', 'agent'], capacity: 5 },
  { login: 'demo2', password: 'demo2', name: 'Agent 02', roles: ['agent'], capacity: 5 },
  { login: 'lead', password: 'lead', name: 'Supervisor 01', roles: ['supervisor'], capacity: 0 },
]

/** The demo: a queue, a channel and a few accounts, added where they are missing. */
@Singleton()
export class LoadDemo {
  @Inject()
  private readonly staff!: StaffRepository

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly queues!: QueueRepository

  @Inject()
  private readonly contactAccounts!: ContactAccounts

  @Inject()
  private readonly clock!: Clock

  async run(): Promise<void> {
    const tenantId = DEFAULT_TENANT_ID
    const queue = await this.queues.ensure(tenantId, 'Support')
    await this.ensureChannel(tenantId, queue.id)
    await this.staff.joinQueueIfNeverAsked(tenantId, queue.id)
    for (const { password, ...account } of DEMO_ACCOUNTS) {
      if ((await this.staff.findByLogin(tenantId, account.login)) !== null) continue
      await this.staff.add({ ...account, tenantId, passwordHash: await hashPassword(password), queueIds: [queue.id] })
    }
  }

  /** With a key to sign with, also where the channel is from before there were any; and a contact who signs in (C7, L12). */
  private async ensureChannel(tenantId: string, queueId: string): Promise<void> {
    const now = this.clock.now()
    const channel = await this.channels.findByKey(DEMO_CHANNEL_KEY)
    if (channel === null) {
      const settings = {
        ...NEW_CHANNEL,
        allowsAccounts: true,
        tenantId,
        key: DEMO_CHANNEL_KEY,
        name: 'Parley',
        queueId,
      }
      const added = await this.channels.add(settings, now, [newSigningKey(now)])
      if (added !== null) await this.contactAccounts.add(added, DEMO_CONTACT)
    } else if (channel.signingKeys.length === 0) {
      await this.channels.replaceSigningKeys(channel, [newSigningKey(now)])
    }
  }
}
