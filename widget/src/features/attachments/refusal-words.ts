import { fileSize } from '@parley/shared/attachments/file-size'
import type { WireError } from '@parley/shared/kernel/errors'
import { locale } from '../../ui/locale'
import { attachmentWords } from './attachment-words'

/** Why a file could not be uploaded, for the visitor. */
export function refusalWords({ code, reason, limit }: WireError): string {
  const words = attachmentWords.value
  if (code === 'type_refused') return reason === 'heic' ? words.heicRefused : words.typeRefused
  if (code === 'too_large' && limit !== undefined) return words.fileTooLarge(fileSize(limit, locale.value))
  if (code === 'media_damaged' || code === 'too_many_pixels') return words.fileUnreadable
  if (code === 'quota_exceeded') return words.quotaExceeded
  return words.uploadFailed
}
