import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { ref, shallowRef } from 'vue'
import { useConnection } from '../../../../app/connection.store'
import { useConversations } from '../../conversations.store'
import { runBulk } from './bulk-run'
import type { Failure } from './bulk-run'

/** What is done to all that are picked. */
export type BulkAct = { kind: 'end' } | { kind: 'tag'; tagId: string } | { kind: 'assign'; staffId: string }

/** Carries out one act on many conversations; what failed is kept until somebody has read it. */
export function useBulk() {
  const connection = useConnection()
  const conversations = useConversations()
  const progress = ref<{ done: number; total: number }>()
  const report = shallowRef<{ act: BulkAct; done: number; failures: readonly Failure<ConversationSummary>[] }>()
  let isStopped = false

  async function carryOut(act: BulkAct, { id: conversationId, assignee, lastPosition }: ConversationSummary) {
    switch (act.kind) {
      case 'end':
        return connection.call('conversations:endConversation', { conversationId, seenPosition: lastPosition })
      case 'tag':
        return connection.call('conversations:tagConversation', { conversationId, tagId: act.tagId })
      case 'assign': {
        const seenAssigneeId = assignee?.id ?? null
        return connection.call('routing:assignConversation', { conversationId, staffId: act.staffId, seenAssigneeId })
      }
    }
  }

  async function run(act: BulkAct, chosen: readonly ConversationSummary[]): Promise<void> {
    isStopped = false
    progress.value = { done: 0, total: chosen.length }
    report.value = undefined
    const failures = await runBulk(
      chosen,
      async (each) => conversations.accept([(await carryOut(act, each)).conversation]),
      {
        onDone: () => progress.value && (progress.value = { ...progress.value, done: progress.value.done + 1 }),
        isStopped: () => isStopped,
      },
    )
    report.value = { act, done: progress.value.done - failures.length, failures }
    progress.value = undefined
  }

  const stop = () => void (isStopped = true)
  const dismiss = () => void (report.value = undefined)

  return { progress, report, run, stop, dismiss }
}
