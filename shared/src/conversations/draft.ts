import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { TEXT_MAX_CHARACTERS } from './limits.js'

/** What a draft may hold: more than can be sent, so that what is too long is not lost while it is shortened. */
const DRAFT_MAX_CHARACTERS = 2 * TEXT_MAX_CHARACTERS

/** What a member of staff has written in a conversation and not sent, apart for replies and notes. */
export const Draft = z.strictObject({ conversationId: Id, mode: z.enum(['reply', 'note']), text: z.string() })
export type Draft = z.infer<typeof Draft>

/** Keeps what is written, for the writer alone, on all their devices; an empty text takes the draft away. */
export const SaveDraft = command({
  name: 'conversations:saveDraft',
  permission: 'conversations.note',
  input: Draft.extend({ text: z.string().max(DRAFT_MAX_CHARACTERS) }),
  output: z.strictObject({}),
})

/** The caller's drafts, the newest first, 100 at most. */
export const ListDrafts = command({
  name: 'conversations:listDrafts',
  permission: 'conversations.note',
  input: z.strictObject({}),
  output: z.strictObject({ drafts: z.array(Draft) }),
})

/** To the writer's other tabs and devices. */
export const DraftChanged = fact('conversations:draftChanged', z.strictObject({ draft: Draft }))
