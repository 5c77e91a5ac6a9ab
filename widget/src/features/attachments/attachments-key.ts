import { inject } from 'vue'
import type { InjectionKey } from 'vue'
import type { AttachmentsStore } from './attachments.store'

/** Given by the chat's page to whatever draws files in it. */
export const ATTACHMENTS: InjectionKey<AttachmentsStore> = Symbol('attachments')

export function useAttachments(): AttachmentsStore {
  const store = inject(ATTACHMENTS)
  if (store === undefined) throw new Error('No page has given its attachments')
  return store
}
