import { Inject, Singleton } from '@midwayjs/core'
import { AttributesChanged } from '@parley/shared/contacts/attribute'
import { RealtimeServer } from '../../platform/realtime/realtime-server.js'
import { tenantRoom } from '../../platform/realtime/rooms.js'

/** Tells the staff of a tenant that its list of attributes changed; it says nothing of what stands in it. */
@Singleton()
export class ContactsBroadcast {
  @Inject()
  private readonly realtime!: RealtimeServer

  attributesChanged(tenantId: string): void {
    this.realtime.emit({ namespace: '/staff', rooms: [tenantRoom(tenantId)] }, AttributesChanged, {})
  }
}
