import { z } from 'zod'
import { Id } from '../kernel/ids.js'

/** Body of `POST /api/v1/contact/session`: begins or continues a visitor's session in a channel. */
export const BeginContactSession = z.strictObject({
  channelKey: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** The token of an earlier session in the same browser; continued while valid, ignored otherwise. */
  token: z.string().max(2_000).optional(),
})
export type BeginContactSession = z.infer<typeof BeginContactSession>

export const ContactSession = z.strictObject({
  token: z.string(),
  contact: z.strictObject({ id: Id, name: z.string() }),
  channel: z.strictObject({ key: z.string(), name: z.string() }),
})
export type ContactSession = z.infer<typeof ContactSession>
