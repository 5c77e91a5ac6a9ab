import type { ThreadFollower } from '@parley/shared/conversations/follower'
import { ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Loads the pages before the first message held, one at a time; who asks while one is on its way waits for it. */
export function useEarlier(threadId: Ref<string | undefined>, follower: () => ThreadFollower | undefined) {
  const earlier = ref<'idle' | 'loading' | 'failed'>('idle')
  let running: Promise<void> = Promise.resolve()
  watch(threadId, () => (earlier.value = 'idle'))

  function loadEarlier(): Promise<void> {
    if (earlier.value !== 'loading') running = load()
    return running
  }

  async function load(): Promise<void> {
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
