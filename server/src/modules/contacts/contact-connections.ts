import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { Clock } from '../../platform/clock.js'
import { FactBus } from '../../platform/fact-bus.js'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { principalRoom } from '../../platform/realtime/rooms.js'
import { ChannelRepository } from '../channels/index.js'
import type { ContactPrincipal } from './contact-principal.js'
import { ContactRepository } from './contact.repository.js'

const NAMESPACE = '/contact'
const channelRoom = (tenantId: string, channelId: string): string => `channel:${tenantId}:${channelId}`

/** What another node revoked reaches this one's sockets this much later (P10: two seconds), with Redis or without. */
const LOOK_EVERY_MS = 1_000
/** Clocks of nodes differ, and a write takes its time: looked at from this long before the last look. */
const MARGIN_MS = 5_000

/** The connections of contacts, and what ends them: whoever may come back does so by the gate. */
@Singleton()
export class ContactConnections {
  @Inject()
  private readonly realtime!: RealtimeServer

  @Inject()
  private readonly contacts!: ContactRepository

  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly bus!: FactBus

  @Logger()
  private readonly logger!: ILogger

  private timer: NodeJS.Timeout | undefined
  private lookedAt = new Date(0)
  /** Revocations that this node has carried out, by what they were of: a second look must not cut who came back. */
  private readonly done = new Map<string, number>()

  start(): void {
    this.lookedAt = this.clock.now()
    this.bus.on('channels:changed', ({ channel, isNarrower }) => {
      if (isNarrower) this.cutChannel(channel)
    })
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  roomsOf({ tenantId, channelId }: ContactPrincipal): string[] {
    return [channelRoom(tenantId, channelId)]
  }

  /** Ends the connections of one contact. */
  cut({ tenantId, id, tokensValidAfter }: { tenantId: string; id: string; tokensValidAfter: Date | null }): void {
    if (tokensValidAfter !== null) this.done.set(id, tokensValidAfter.getTime())
    this.realtime.cut({ namespace: NAMESPACE, rooms: [principalRoom(tenantId, `contact:${id}`)] })
  }

  private cutChannel({ tenantId, id, narrowedAt }: { tenantId: string; id: string; narrowedAt: Date | null }): void {
    if (narrowedAt !== null) this.done.set(id, narrowedAt.getTime())
    this.realtime.cut({ namespace: NAMESPACE, rooms: [channelRoom(tenantId, id)] })
  }

  private async look(): Promise<void> {
    const now = this.clock.now()
    const since = new Date(this.lookedAt.getTime() - MARGIN_MS)
    try {
      const [contacts, channels] = await Promise.all([
        this.contacts.listRevokedSince(since),
        this.channels.listNarrowedSince(since),
      ])
      for (const each of contacts) if (this.isNews(each.id, each.tokensValidAfter)) this.cut(each)
      for (const each of channels) if (this.isNews(each.id, each.narrowedAt)) this.cutChannel(each)
      this.lookedAt = now
      for (const [id, at] of this.done) if (at < since.getTime()) this.done.delete(id)
    } catch (error) {
      this.logger.warn('what was revoked could not be read: %s', (error as Error).message)
    }
  }

  private isNews(id: string, at: Date | null): boolean {
    return at !== null && this.done.get(id) !== at.getTime()
  }
}
