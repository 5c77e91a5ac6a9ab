import { z } from 'zod'
import { AVATAR_MAX_BYTES } from './limits.js'

/** A picture of somebody in base64, cut to a square by the client and small enough to travel in a command; null takes it away. */
export const Picture = z
  .base64()
  .min(1)
  .max(Math.ceil(AVATAR_MAX_BYTES / 3) * 4)
  .nullable()
