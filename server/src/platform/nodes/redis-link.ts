import { Init, Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import type { Redis, RedisOptions } from 'ioredis'
import { CurrentSettings } from '../../config/current-settings.js'

const PING_EVERY_MS = 1_000
/** A Redis that has not answered by then counts as away: nobody waits for it. */
const ANSWER_WITHIN_MS = 1_000
const RETRY_EVERY_MS = 500

/**
 * The connection to Redis where several nodes share one store (`REDIS_URL`). Nothing that was promised depends on it: while it
 * is away messages are stored and acked, and what other nodes would have been told they read from the store.
 */
@Singleton()
export class RedisLink {
  @Inject()
  private readonly settings!: CurrentSettings

  @Logger()
  private readonly logger!: ILogger

  private Client: typeof Redis | undefined
  private commands: Redis | undefined
  private hasAnswered = false
  private lastAwayAt = Date.now()

  /** A server alone carries no client. */
  @Init()
  async initialize(): Promise<void> {
    if (this.isShared) this.Client = (await import('ioredis')).Redis
  }

  /** Whether this server shares its work with other nodes at all. */
  get isShared(): boolean {
    return this.settings.values.redisUrl !== null
  }

  /** Whether Redis answered when it was last asked. */
  get isUp(): boolean {
    return this.hasAnswered
  }

  /** For how long Redis has answered without a break; 0 while it is away. */
  upForMs(): number {
    return this.hasAnswered ? Date.now() - this.lastAwayAt : 0
  }

  /** For commands that fail at once while Redis is away instead of waiting for it. */
  get impatient(): Redis {
    this.commands ??= this.connect({ enableOfflineQueue: false, commandTimeout: ANSWER_WITHIN_MS })
    return this.commands
  }

  /** A connection whose commands wait until Redis is back, for those who read what it announces. */
  patient(): Redis {
    return this.connect({})
  }

  start(): void {
    if (!this.isShared) return
    this.impatient.once('ready', () => void this.ask())
    setInterval(() => void this.ask(), PING_EVERY_MS).unref()
  }

  private async ask(): Promise<void> {
    const isAnswering = await this.impatient.ping().then(
      () => true,
      () => false,
    )
    if (!isAnswering) this.lastAwayAt = Date.now()
    if (isAnswering === this.hasAnswered) return
    this.hasAnswered = isAnswering
    if (isAnswering) this.logger.info('Redis answers')
    else this.logger.warn('Redis is away: this node goes on alone and reads from the store what others write')
  }

  private connect(options: RedisOptions): Redis {
    if (this.Client === undefined) throw new Error('There is no Redis without REDIS_URL')
    const connection = new this.Client(this.settings.values.redisUrl ?? '', {
      maxRetriesPerRequest: null,
      connectTimeout: ANSWER_WITHIN_MS,
      retryStrategy: () => RETRY_EVERY_MS,
      ...options,
    })
    return this.keep(connection)
  }

  /** That connections fail is told once, by the ping; not by each of them, nor by the copies that the adapter makes. */
  private keep(connection: Redis): Redis {
    connection.on('error', () => undefined)
    const duplicate = connection.duplicate.bind(connection)
    connection.duplicate = (override) => this.keep(duplicate(override))
    return connection
  }
}
