import { z } from 'zod'

/** Body of `POST /api/v1/demo/contact-token`: one of the users of `GET /api/v1/demo/users`. */
export const IssueDemoToken = z.strictObject({
  userId: z.string().max(40),
  /** So that the playground can show what happens at the end of a token. */
  expiresInSeconds: z.int().positive().max(31_536_000).optional(),
})
