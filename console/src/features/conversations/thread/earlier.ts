import type { ThreadFollower } from '@parley/shared/conversations/follower'
import { ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Loads the pages before the first message held, one at a time. */
export function useEarlier(threadId: Ref<string | undefined>, follower: () => ThreadFollower | undefined) {
  const earlier = ref<'idle' | 'loading' | 'failed'>('idle')
  watch(threadId, () => (earlier.value = 'idle'))

  async function loadEarlier(): Promise<void> {
    if (earlier.value === 'loading') return
    const wanted = threadId.value
    earlier.value = 'loading'
    const outcome = await follower()
      ?.loadEarlier()
      .then(
        () => 'idle' as const,
        () => 'failed' as const,
      )
    if (threadId.value === wanted) earlier.value = outcome ?? 'idle'
  }

  return { earlier, loadEarlier }
}
