import { ATTACHMENTS_PER_MESSAGE } from '@parley/shared/attachments/limits'
import type { UploadItem } from '@parley/shared/attachments/upload-list'
import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useNotices } from '../../ui/notices.store'
import { useUploads } from './uploads.store'

/** The files chosen for the next reply in one thread. */
export function useChosenFiles(threadId: () => string) {
  const { t } = useI18n()
  const uploads = useUploads()
  const notices = useNotices()
  const items: ComputedRef<UploadItem[]> = computed(() => uploads.items.filter(({ lane }) => lane === threadId()))

  /** `busy` while one is on its way; what has failed is left for the person to decide on. */
  const state = computed((): 'none' | 'busy' | 'ready' => {
    if (items.value.length === 0) return 'none'
    return items.value.every((item) => item.state === 'ready') ? 'ready' : 'busy'
  })

  function add(files: readonly File[]): void {
    const count = uploads.add(threadId(), files)
    if (count > 0) notices.show(t('attachments.tooMany', { max: ATTACHMENTS_PER_MESSAGE, count }))
  }

  const take = () => uploads.take(threadId())
  return { items, state, add, take, cancel: uploads.cancel, retry: uploads.retry }
}
