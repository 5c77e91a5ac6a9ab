import type { AttachmentKind } from '@parley/shared/attachments/attachment'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'

/** The one line under a name: whose words they are, and the words; `text` is null once recalled. */
export interface Preview {
  by: 'nobody' | 'contact' | 'me' | 'colleague' | 'note'
  name: string
  text: string | null
  /** What the message's files are, undefined for one without. */
  files?: AttachmentKind | undefined
}

const ONE_LINE = /\s+/g

export function previewOf({ lastMessage }: ConversationSummary, myName: string): Preview {
  if (lastMessage === null) return { by: 'nobody', name: '', text: null }
  const { kind, authorRole, authorName: name } = lastMessage
  const files = lastMessage.preview === null ? undefined : (lastMessage.files ?? undefined)
  const text = lastMessage.preview?.replace(ONE_LINE, ' ') ?? null
  if (kind === 'note') return { by: 'note', name, text }
  if (authorRole === 'contact') return { by: 'contact', name, text, files }
  return { by: name === myName ? 'me' : 'colleague', name, text, files }
}
