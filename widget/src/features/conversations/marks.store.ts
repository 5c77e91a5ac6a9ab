import type { Mark } from '@parley/shared/conversations/conversation'
import { furtherMark } from '@parley/shared/conversations/mark-positions'
import type { MarkPositions } from '@parley/shared/conversations/mark-positions'
import { shallowReactive } from 'vue'
import type { ContactCall } from '../contacts/connection.store'
import { Receipts } from './receipts'

const NOTHING: MarkPositions = { readPosition: 0, readCount: 0, deliveredPosition: 0 }

/** How far the visitor has read and received, and how far anybody of the staff has. Marks only rise. */
export class MarksStore {
  readonly state = shallowReactive({ own: NOTHING, staff: NOTHING })
  private readonly receipts: Receipts

  constructor(
    call: ContactCall,
    private readonly threadId: () => string | null,
  ) {
    const tell = async (
      name: 'conversations:markRead' | 'conversations:markDelivered',
      position: number,
    ): Promise<void> => {
      const thread = this.threadId()
      if (thread !== null) this.take((await call(name, { threadId: thread, position })).mark)
    }
    this.receipts = new Receipts({
      held: () => this.state.own,
      markRead: (position) => tell('conversations:markRead', position),
      markDelivered: (position) => tell('conversations:markDelivered', position),
    })
  }

  take(mark: Mark): void {
    if (mark.threadId !== this.threadId()) return
    const side = mark.role === 'contact' ? 'own' : 'staff'
    this.state[side] = furtherMark(this.state[side], mark)
  }

  /** The screen holds, and perhaps shows, messages by staff up to here. */
  arrived(position: number, { isReading }: { isReading: boolean }): void {
    if (isReading) this.receipts.read(position)
    else this.receipts.delivered(position)
  }

  reset(): void {
    Object.assign(this.state, { own: NOTHING, staff: NOTHING })
    this.receipts.reset()
  }
}
