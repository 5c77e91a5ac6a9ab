import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { QUICK_REPLY_TEXT_MAX_CHARACTERS } from './limits.js'

/** Who has it at hand: its owner, the members of a queue, or everybody of the tenant. */
export const QuickReplyAudience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('personal') }),
  z.strictObject({ kind: z.literal('queue'), queueId: Id }),
  z.strictObject({ kind: z.literal('tenant') }),
])
export type QuickReplyAudience = z.infer<typeof QuickReplyAudience>

/** What is typed after `/`: any script, no spaces. */
const Shortcut = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_-]{1,20}$/u)
const Text = z
  .string()
  .max(QUICK_REPLY_TEXT_MAX_CHARACTERS)
  .refine((text) => text.trim() !== '', { message: 'blank' })

/** Words that are sent often. `{contact}`, `{agent}` and `{channel}` in them are filled in when it is chosen. */
export const QuickReply = z.strictObject({
  id: Id,
  shortcut: z.string(),
  text: z.string(),
  audience: QuickReplyAudience,
  /** Whether the reader may edit or delete it. */
  canEdit: z.boolean(),
  version: z.int().nonnegative(),
})
export type QuickReply = z.infer<typeof QuickReply>

/** Everything that the caller has at hand: their own, those of their queues, the tenant's. */
export const ListQuickReplies = command({
  name: 'quickReplies:listQuickReplies',
  permission: 'quickReplies.read',
  input: z.strictObject({}),
  output: z.strictObject({ quickReplies: z.array(QuickReply) }),
})

/** `name_taken` when the shortcut exists for the same audience; `forbidden` beyond the caller's reach. */
export const CreateQuickReply = command({
  name: 'quickReplies:createQuickReply',
  permission: 'quickReplies.manage',
  input: z.strictObject({ shortcut: Shortcut, text: Text, audience: QuickReplyAudience }),
  output: z.strictObject({ quickReply: QuickReply }),
})

/** What is absent stays. `edit_conflict` when somebody else was faster. */
export const EditQuickReply = command({
  name: 'quickReplies:editQuickReply',
  permission: 'quickReplies.manage',
  input: z.strictObject({
    quickReplyId: Id,
    version: z.int().nonnegative(),
    shortcut: Shortcut.optional(),
    text: Text.optional(),
  }),
  output: z.strictObject({ quickReply: QuickReply }),
})

export const DeleteQuickReply = command({
  name: 'quickReplies:deleteQuickReply',
  permission: 'quickReplies.manage',
  input: z.strictObject({ quickReplyId: Id }),
  output: z.strictObject({}),
})

/** What is at hand has changed: read it again. */
export const QuickRepliesChanged = fact('quickReplies:quickRepliesChanged', z.strictObject({}))
