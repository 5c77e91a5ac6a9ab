import { TYPING_EXPIRES_MS } from '@parley/shared/conversations/limits'
import { TypingSignal } from '@parley/shared/conversations/typing-signal'
import type { ContactFacts } from '@parley/shared/protocol'
import { shallowReactive } from 'vue'
import type { ContactCall } from '../contacts/connection.store'

/** Who is typing on the other side, and the sign that the visitor is. */
export class TypingStore {
  readonly state = shallowReactive({ staffName: null as string | null })
  private readonly signal: TypingSignal
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    call: ContactCall,
    private readonly threadId: () => string | null,
  ) {
    this.signal = new TypingSignal(({ threadId: thread, isTyping }) => {
      call('conversations:setTyping', { threadId: thread, isTyping }).catch(() => undefined) // best effort
    })
  }

  /** The visitor typed: it is said once they have a thread. */
  typed(): void {
    const threadId = this.threadId()
    if (threadId !== null) this.signal.typed({ threadId, audience: 'everyone' })
  }

  /** The visitor sent what they typed, or left it. */
  paused(): void {
    this.signal.stop()
  }

  take({ role, name, isTyping }: ContactFacts['conversations:typingChanged']): void {
    if (role !== 'staff') return
    this.clear()
    if (!isTyping) return
    this.state.staffName = name
    this.timer = setTimeout(() => this.clear(), TYPING_EXPIRES_MS)
  }

  /** What was being typed has arrived. */
  clear(): void {
    clearTimeout(this.timer)
    this.state.staffName = null
  }
}
