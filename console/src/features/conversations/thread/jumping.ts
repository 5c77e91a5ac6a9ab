import { nextTick } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { codeOf, useErrorWords } from '../../../ui/error-words'
import { useNotices } from '../../../ui/notices.store'
import { useThreads } from './threads.store'

/** Reading further back than this at once would stop the page; the reader scrolls on from there. */
const PAGES_MAX = 60

/** Goes to an entry of the thread on the screen, reading what stands between first. */
export function useJumping(toPosition: (position: number) => boolean) {
  const threads = useThreads()
  const { call } = useConnection()
  const notices = useNotices()
  const wordsOf = useErrorWords()

  async function jump(position: number): Promise<void> {
    const { threadId } = threads
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const { entries, hasEarlier } = threads.timeline
      if (!hasEarlier || (entries[0]?.position ?? 0) <= position) break
      await threads.loadEarlier()
      if (threads.threadId !== threadId || threads.earlier === 'failed') return
    }
    await nextTick()
    const { entries } = threads.timeline
    // An entry that draws nothing itself (a recall) is pointed at by the next that does.
    const drawn = entries.filter((entry) => entry.position >= position)
    for (const entry of drawn.length > 0 ? drawn : entries.slice(-1)) if (toPosition(entry.position)) return
  }

  async function jumpToDate(dayBegins: Date): Promise<void> {
    const { threadId } = threads
    if (threadId === undefined) return
    try {
      const { position } = await call('conversations:findPosition', { threadId, at: dayBegins.toISOString() })
      if (threads.threadId === threadId) await jump(position)
    } catch (error) {
      notices.show(wordsOf(codeOf(error)))
    }
  }

  return { jump, jumpToDate }
}
