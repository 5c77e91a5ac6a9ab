import { z } from 'zod'

/** A moment as it travels: ISO-8601 in UTC. */
export const Instant = z.iso.datetime()
export type Instant = z.infer<typeof Instant>
