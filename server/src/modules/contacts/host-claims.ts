import { z } from 'zod'

const HttpUrl = z.url({ protocol: /^https?$/ }).max(1_000)

/** What a contact token may say and how much of it; other claims are ignored. `docs/contact-tokens.md` says the same in words. */
export const HostClaims = z.object({
  aud: z.string(),
  sub: z.string().min(1).max(200),
  iat: z.number().int().nonnegative().max(253_402_300_799),
  exp: z.number().int().nonnegative().max(253_402_300_799),
  name: z.string().trim().min(1).max(100).optional(),
  avatar: HttpUrl.optional(),
  email: z.email().max(254).optional(),
  level: z.string().trim().min(1).max(40).optional(),
  attributes: z
    .record(z.string().min(1).max(40), z.union([z.string().max(500), z.number(), z.boolean()]))
    .refine((attributes) => Object.keys(attributes).length <= 30, { message: 'too_many' })
    .optional(),
})
