import { z } from 'zod'

/** An id given by the store: 24 hexadecimal digits. */
export const Id = z.string().regex(/^[0-9a-f]{24}$/)
export type Id = z.infer<typeof Id>

/** An id given by the client to what it sends, so that a retry is recognised (B1). Any unguessable string of this shape. */
export const ClientMessageId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
export type ClientMessageId = z.infer<typeof ClientMessageId>
