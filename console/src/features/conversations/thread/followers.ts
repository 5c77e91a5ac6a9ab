import type { Entry } from '@parley/shared/conversations/entry'
import { ThreadFollower } from '@parley/shared/conversations/follower'
import type { Timeline } from '@parley/shared/conversations/timeline'
import { ParleyError } from '@parley/shared/kernel/errors'
import { shallowReactive } from 'vue'
import { useConnection } from '../../../app/connection.store'
import { useConversations } from '../conversations.store'
import { useMarks } from './marks.store'

/** Threads looked at lately are kept, so that going back to one shows it at once. */
const KEPT_THREADS = 30

/** A follower for each thread that was on the screen, and what it holds. */
export function useFollowers() {
  const connection = useConnection()
  const conversations = useConversations()
  const marks = useMarks()
  const followers = new Map<string, ThreadFollower>()
  const timelines = shallowReactive(new Map<string, Timeline>())

  function begin(threadId: string, conversationId: string): ThreadFollower {
    const follower = new ThreadFollower({
      pull: async (cursor) => {
        const { threads } = await connection.call('conversations:syncConversations', {
          cursors: { [threadId]: cursor },
        })
        const pulled = threads[threadId]
        if (pulled === undefined) throw new ParleyError('not_found')
        conversations.acceptMarks(pulled.marks)
        return pulled
      },
      reload: () => connection.call('conversations:openConversation', { conversationId }),
      loadHistory: (before) => connection.call('conversations:loadConversationHistory', { threadId, before }),
      onChange: (changed) => {
        timelines.set(threadId, changed)
        marks.delivered(threadId, changed.entries)
      },
    })
    followers.set(threadId, follower)
    for (const old of [...followers.keys()].slice(0, -KEPT_THREADS)) {
      followers.delete(old)
      timelines.delete(old)
    }
    return follower
  }

  function receive(entry: Entry): void {
    const follower = followers.get(entry.threadId)
    if (follower === undefined) marks.delivered(entry.threadId, [entry])
    else follower.receive(entry)
  }

  return { timelines, begin, receive, get: (threadId: string) => followers.get(threadId) }
}
