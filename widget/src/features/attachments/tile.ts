import type { Attachment, AttachmentLinks } from '@parley/shared/attachments/attachment'
import { linksInTime, tileBox } from '@parley/shared/attachments/tile'
import { computed, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { useAttachments } from './attachments-key'

const SIDES = { longest: 260, least: 88 }

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

  async function ask(): Promise<void> {
    links.value = await linksInTime(() => store.links(props.threadId, props.attachment.id))
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

  const box = computed(() => (props.isAlone ? tileBox(props.attachment, SIDES) : { aspectRatio: '1' }))
  return { links, small, box, again }
}
