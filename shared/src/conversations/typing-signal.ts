import { TYPING_EXPIRES_MS } from './limits.js'

/** Said again this often while a person goes on typing: half of how long it stands. */
export const SAID_AGAIN_MS = TYPING_EXPIRES_MS / 2
/** Taken back when nothing has been typed for this long. */
export const SILENT_AFTER_MS = 5_000

/** Where somebody types: notes are for staff alone, everything else for everyone in the thread. */
interface Sign {
  threadId: string
  audience: 'everyone' | 'staff'
}

/** Turns key strokes into "is typing", said once in a while, and taken back where it was said when it is over. */
export class TypingSignal {
  private standing: (Sign & { since: number }) | undefined
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly say: (sign: Sign & { isTyping: boolean }) => void) {}

  typed(sign: Sign): void {
    const { standing } = this
    if (standing !== undefined && (standing.threadId !== sign.threadId || standing.audience !== sign.audience))
      this.stop()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.stop(), SILENT_AFTER_MS)
    if (this.standing !== undefined && Date.now() - this.standing.since < SAID_AGAIN_MS) return
    this.standing = { ...sign, since: Date.now() }
    this.say({ ...sign, isTyping: true })
  }

  stop(): void {
    clearTimeout(this.timer)
    if (this.standing === undefined) return
    const { threadId, audience } = this.standing
    this.standing = undefined
    this.say({ threadId, audience, isTyping: false })
  }
}
