import { z } from 'zod'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'

/** Said on opening, on leaving, and again and again in between: never stored, so that nothing has to be mended (P12). */
export const SetViewing = command({
  name: 'conversations:setViewing',
  permission: 'conversations.read',
  input: z.strictObject({ conversationId: Id, isViewing: z.boolean() }),
  output: z.strictObject({}),
})

/** To colleagues in the thread and in their lists. It stands for `VIEWING_EXPIRES_MS` unless said again. */
export const ViewingChanged = fact(
  'conversations:viewingChanged',
  z.strictObject({ conversationId: Id, staffId: Id, name: z.string(), isViewing: z.boolean() }),
)
