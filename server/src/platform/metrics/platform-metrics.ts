import { Inject, Singleton } from '@midwayjs/core'
import { MongoConnection } from '../mongo/connection.js'
import { RedisLink } from '../nodes/redis-link.js'
import { RealtimeServer } from '../realtime/realtime-server.js'
import { ObjectStorage } from '../storage/object-storage.js'
import { Metrics } from './metrics.js'

/** What the platform is asked about itself: what it stands on, and how many are connected. */
@Singleton()
export class PlatformMetrics {
  @Inject()
  private readonly metrics!: Metrics

  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly redis!: RedisLink

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly realtime!: RealtimeServer

  start(): void {
    if (!this.metrics.isOn) return
    this.metrics.lookedUp({
      name: 'parley_dependency_up',
      help: 'Whether the store, the object storage and (where nodes share one) Redis answer: 1 or 0.',
      labels: ['dependency'],
      look: () => this.dependencies(),
    })
    this.metrics.lookedUp({
      name: 'parley_sockets',
      help: 'Sockets connected to this node.',
      labels: ['namespace'],
      look: () => this.realtime.socketCounts().map(({ namespace, value }) => ({ labels: { namespace }, value })),
    })
    this.metrics.lookedUp({
      name: 'parley_commands_under_way',
      help: 'Commands that have begun on this node and are not answered yet.',
      labels: [],
      look: () => [{ labels: {}, value: this.realtime.commandsUnderWay }],
    })
  }

  private async dependencies(): Promise<{ labels: { dependency: string }; value: number }[]> {
    const [store, storage] = await Promise.all([this.mongo.isReachable(), this.storage.isReachable()])
    const { isShared, isUp } = this.redis
    return [
      { labels: { dependency: 'store' }, value: Number(store) },
      { labels: { dependency: 'object_storage' }, value: Number(storage) },
      ...(isShared ? [{ labels: { dependency: 'redis' }, value: Number(isUp) }] : []),
    ]
  }
}
