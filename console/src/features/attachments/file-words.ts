import type { AttachmentKind } from '@parley/shared/attachments/attachment'
import type { MessageEntry } from '@parley/shared/conversations/entry'

type Translate = (key: `attachments.${AttachmentKind}`) => string

/** One line for a list: what the files are, then the caption. */
export function filesPreview(caption: string, files: AttachmentKind | undefined, t: Translate): string {
  return files === undefined ? caption : [t(`attachments.${files}`), caption].filter(Boolean).join(' ')
}

/** A message for the ear: its words, and the names of its files. */
export function spokenWords(entry: MessageEntry, t: Translate): string {
  const attachments = 'attachments' in entry ? (entry.attachments ?? []) : []
  const names = attachments.map(({ kind, name }) => `${t(`attachments.${kind}`)} ${name}`)
  return [...names, entry.text ?? ''].filter(Boolean).join(', ')
}
