import type { Entry } from './entry.js'
import { emptyTimeline, hasHole, insertEntries, openTimeline, prependHistory } from './timeline.js'
import type { Timeline } from './timeline.js'

/** A client repeats its cursor this often while a thread is open, so a lost announcement never waits for the next message. */
export const CURSOR_HEARTBEAT_MS = 30_000

interface Page {
  entries: readonly Entry[]
  position: number
  hasEarlier: boolean
}

interface Pulled {
  entries: readonly Entry[]
  hasMore: boolean
  mustReload: boolean
}

/** How a follower reaches the server. Each may reject; the follower then stays as it is until it is asked again. */
export interface FollowerDoors {
  pull: (cursor: number) => Promise<Pulled>
  reload: () => Promise<Page>
  loadHistory: (before: number) => Promise<{ entries: readonly Entry[]; hasEarlier: boolean }>
  onChange: (timeline: Timeline) => void
  /** Entries that were pulled after a cursor, for those who keep a record of what arrived. */
  onResume?: (from: number, entries: readonly Entry[]) => void
}

/**
 * Keeps one thread's timeline complete: live entries go in as they come; a hole, a reconnect or a heartbeat pulls what came
 * after the cursor and feeds it to the same insertion. There is no second way in (P4).
 */
export class ThreadFollower {
  private current: Timeline = emptyTimeline
  private running: Promise<void> | undefined
  private askedAgain = false

  constructor(private readonly doors: FollowerDoors) {}

  get timeline(): Timeline {
    return this.current
  }

  /** Starts from the newest page. Entries that came live while it was read are kept. */
  open(page: Page): void {
    const { entries, ahead } = this.current
    this.change(insertEntries(openTimeline(page), [...entries, ...ahead]))
    if (hasHole(this.current)) void this.catchUp().catch(() => undefined)
  }

  /** Takes entries that came live, or with an answer; pulls at once when they show that something is missing. */
  receive(...entries: readonly Entry[]): void {
    this.change(insertEntries(this.current, entries))
    if (hasHole(this.current)) void this.catchUp().catch(() => undefined)
  }

  /** Pulls until nothing is missing. Calls that come while one runs share it and make it look once more. */
  catchUp(): Promise<void> {
    if (this.running !== undefined) {
      this.askedAgain = true
      return this.running
    }
    this.running = this.pullAll().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  /** Loads the page before the oldest entry held. */
  async loadEarlier(): Promise<void> {
    const first = this.current.entries[0]
    if (first === undefined || !this.current.hasEarlier) return
    const page = await this.doors.loadHistory(first.position)
    this.change(prependHistory(this.current, page))
  }

  private async pullAll(): Promise<void> {
    for (;;) {
      this.askedAgain = false
      const from = this.current.cursor
      const pulled = await this.doors.pull(from)
      if (pulled.mustReload) {
        const page = await this.doors.reload()
        this.change(insertEntries(openTimeline(page), this.current.ahead))
        this.doors.onResume?.(from, page.entries)
      } else {
        this.change(insertEntries(this.current, pulled.entries))
        this.doors.onResume?.(from, pulled.entries)
      }
      if (!pulled.hasMore && !this.askedAgain) return
    }
  }

  private change(timeline: Timeline): void {
    if (timeline === this.current) return
    this.current = timeline
    this.doors.onChange(timeline)
  }
}
