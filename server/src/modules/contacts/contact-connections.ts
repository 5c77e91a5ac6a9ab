import { Inject, Singleton } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { principalRoom } from '../../platform/realtime/rooms.js'
import type { ContactPrincipal } from './contact-principal.js'

const NAMESPACE = '/contact'
const channelRoom = (tenantId: string, channelId: string): string => `channel:${tenantId}:${channelId}`

/** The connections of contacts, and what ends them: a channel that changed lets in again only whom it still admits. */
@Singleton()
export class ContactConnections {
  @Inject()
  private readonly realtime!: RealtimeServer

  @Inject()
  private readonly bus!: FactBus

  start(): void {
    this.bus.on('channels:changed', ({ channel, isNarrower }) => {
      if (!isNarrower) return
      this.realtime.cut({ namespace: NAMESPACE, rooms: [channelRoom(channel.tenantId, channel.id)] })
    })
  }

  /** Ends the connections of one contact. */
  cut({ tenantId, id }: { tenantId: string; id: string }): void {
    this.realtime.cut({ namespace: NAMESPACE, rooms: [principalRoom(tenantId, `contact:${id}`)] })
  }

  roomsOf({ tenantId, channelId }: ContactPrincipal): string[] {
    return [channelRoom(tenantId, channelId)]
  }
}
