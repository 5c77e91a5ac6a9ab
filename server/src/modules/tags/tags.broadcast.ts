import { Inject, Singleton } from '@midwayjs/core'
import { TagsChanged } from '@parley/shared/tags/tag'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { tenantRoom } from '../../platform/realtime/rooms.js'

/** Tells the staff of a tenant that its list of tags changed; it says nothing of what stands in it. */
@Singleton()
export class TagsBroadcast {
  @Inject()
  private readonly realtime!: RealtimeServer

  changed(tenantId: string): void {
    this.realtime.emit({ namespace: '/staff', rooms: [tenantRoom(tenantId)] }, TagsChanged, {})
  }
}
