import type { Attachment, AttachmentLinks } from '@parley/shared/attachments/attachment'
import { computed, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { useAttachments } from './attachments-key'

/** The longest side of a picture or video that stands alone in a message, in pixels. */
const ALONE_SIDE = 260

const ATTEMPTS_MAX = 5

/** What drawing an attachment needs: its addresses, a drawing that this page holds already, and the room to keep for it. */
export function useTile(props: { threadId: string; attachment: Attachment; isAlone: boolean }): {
  links: Ref<AttachmentLinks | undefined>
  small: ComputedRef<string | undefined>
  box: ComputedRef<Record<string, string>>
  again: () => void
} {
  const store = useAttachments()
  const links = shallowRef<AttachmentLinks>()
  let isRetried = false
  const own = computed(() => store.previewOf(props.attachment.id))
  const small = computed(() => own.value ?? links.value?.thumbnail ?? undefined)

  /** A message that is still on its way has no links yet, and an answer may be lost: it is asked for a few times. */
  async function ask(attempt = 0): Promise<void> {
    links.value = await store.links(props.threadId, props.attachment.id)
    if (links.value === undefined && attempt < ATTEMPTS_MAX) setTimeout(() => void ask(attempt + 1), 500 * 2 ** attempt)
  }

  /** A link may have run out while the page was asleep; one new link is worth asking for. */
  function again(): void {
    if (isRetried) return
    isRetried = true
    store.forgetLinks(props.attachment.id)
    void ask()
  }

  watch(
    () => [props.attachment.id, props.attachment.hasThumbnail, props.attachment.isProcessing] as const,
    (_now, before) => {
      if (before !== undefined) store.forgetLinks(props.attachment.id)
      if (own.value === undefined) void ask()
    },
    { immediate: true },
  )

  const box = computed((): Record<string, string> => {
    if (!props.isAlone) return { aspectRatio: '1' }
    const { width, height } = props.attachment
    if (width === null || height === null) return { inlineSize: `${ALONE_SIDE}px`, aspectRatio: '16 / 9' }
    const scale = Math.min(1, ALONE_SIDE / width, ALONE_SIDE / height)
    return { inlineSize: `${Math.max(88, Math.round(width * scale))}px`, aspectRatio: `${width} / ${height}` }
  })
  return { links, small, box, again }
}
