import type { LogEntry, Quoted } from './log-entry.js'
import { filesKind, isMessageBody } from './message-body.js'

const PREVIEW_MAX = 140

/** An entry as messages quote it; null for one that nobody wrote. */
export function quotedFrom({ id, seq, visibleSeq, isVisibleToContact, author, body }: LogEntry): Quoted | null {
  if (!isMessageBody(body)) return null
  return {
    id,
    seq,
    visibleSeq,
    isVisibleToContact,
    author: { role: author.role, name: author.name },
    kind: body.kind,
    text: body.text?.slice(0, PREVIEW_MAX) ?? null,
    files: filesKind(body),
  }
}
