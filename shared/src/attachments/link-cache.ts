import type { AttachmentLinks } from './attachment.js'
import { LINKS_MAX } from './limits.js'

/** Links hold five minutes; one that is older than this is asked for again before it is used. */
const FRESH_FOR_MS = 4 * 60_000
/** Attachments that are drawn together are asked for together. */
const GATHER_MS = 20

export interface LinkCacheDoors {
  ask: (threadId: string, attachmentIds: string[]) => Promise<AttachmentLinks[]>
  now: () => number
}

type Waiter = (links: AttachmentLinks | undefined) => void

/** Where attachments can be read, asked for when they are drawn, many in one request, and again when the links have aged. */
export class LinkCache {
  private readonly held = new Map<string, { links: AttachmentLinks; at: number }>()
  private readonly wanted = new Map<string, Map<string, Waiter[]>>()
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly doors: LinkCacheDoors) {}

  /** Undefined when there is nothing that this reader may see, or no answer. */
  get(threadId: string, attachmentId: string): Promise<AttachmentLinks | undefined> {
    const held = this.held.get(attachmentId)
    if (held !== undefined && this.doors.now() - held.at < FRESH_FOR_MS) return Promise.resolve(held.links)
    return new Promise((resolve) => {
      const ofThread = this.wanted.get(threadId) ?? new Map<string, Waiter[]>()
      this.wanted.set(threadId, ofThread)
      ofThread.set(attachmentId, [...(ofThread.get(attachmentId) ?? []), resolve])
      this.timer ??= setTimeout(() => this.askAll(), GATHER_MS)
    })
  }

  /** What is known of an attachment has changed: there is a cover now. */
  forget(attachmentId: string): void {
    this.held.delete(attachmentId)
  }

  private askAll(): void {
    this.timer = undefined
    for (const [threadId, waiters] of this.wanted) {
      const ids = [...waiters.keys()]
      for (let at = 0; at < ids.length; at += LINKS_MAX) void this.ask(threadId, ids.slice(at, at + LINKS_MAX), waiters)
    }
    this.wanted.clear()
  }

  private async ask(threadId: string, ids: string[], waiters: Map<string, Waiter[]>): Promise<void> {
    const at = this.doors.now()
    // Without an answer nothing is drawn now; whoever looks again asks again.
    const answer = await this.doors.ask(threadId, ids).catch(() => [])
    for (const links of answer) this.held.set(links.id, { links, at })
    for (const id of ids) {
      const links = answer.find((each) => each.id === id)
      for (const resolve of waiters.get(id) ?? []) resolve(links)
    }
  }
}
