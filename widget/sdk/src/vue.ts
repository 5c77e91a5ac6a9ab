import { onBeforeUnmount, onMounted, readonly, ref, toValue, watch } from 'vue'
import type { MaybeRefOrGetter, Ref } from 'vue'
import type { ParleyApi, ParleyBoot, ParleyIdentity } from './api.js'
import { Parley } from './index.js'
import { unlessGone } from './own.js'

/**
 * Boots the chat with the component and takes it away with it. `identity` may change: somebody signs in, or out (null).
 * What is returned follows the chat.
 */
export function useParley(
  options: ParleyBoot,
  identity?: MaybeRefOrGetter<ParleyIdentity | null>,
): { parley: ParleyApi; unread: Readonly<Ref<number>>; isOpen: Readonly<Ref<boolean>> } {
  const unread = ref(0)
  const isOpen = ref(false)
  const counted = ({ count }: { count: number }) => (unread.value = count)
  const opened = () => (isOpen.value = true)
  const closed = () => (isOpen.value = false)

  onMounted(() => {
    void Parley.on('unread', counted)
    void Parley.on('open', opened)
    void Parley.on('close', closed)
    void Parley.boot(options)
    if (identity === undefined) return
    watch(
      () => toValue(identity),
      (now, before) => {
        if (now !== null) Parley.identify(now).catch(unlessGone)
        else if (before !== undefined && before !== null) void Parley.logout()
      },
      { immediate: true },
    )
  })
  onBeforeUnmount(() => {
    void Parley.off('unread', counted)
    void Parley.off('open', opened)
    void Parley.off('close', closed)
    void Parley.destroy()
  })
  return { parley: Parley, unread: readonly(unread), isOpen: readonly(isOpen) }
}
