import { Inject, Singleton } from '@midwayjs/core'
import { QuickRepliesChanged } from '@parley/shared/quick-replies/quick-reply'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { principalRoom, tenantRoom } from '../../platform/realtime/rooms.js'

/** Tells those who have an audience's quick replies at hand that they changed; it says nothing of what they say. */
@Singleton()
export class QuickRepliesBroadcast {
  @Inject()
  private readonly realtime!: RealtimeServer

  changed(tenantId: string, audience: string): void {
    const room = audience.startsWith('staff:') ? principalRoom(tenantId, audience) : tenantRoom(tenantId)
    this.realtime.emit({ namespace: '/staff', rooms: [room] }, QuickRepliesChanged, {})
  }
}
