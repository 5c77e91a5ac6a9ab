import { z } from 'zod'
import { AVATAR_MAX_BYTES } from '../attachments/limits.js'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { StaffAccount } from './management.js'

/** A picture in base64, cut to a square by the client and small enough to travel in a command; null takes the picture away. */
const Picture = z
  .base64()
  .min(1)
  .max(Math.ceil(AVATAR_MAX_BYTES / 3) * 4)
  .nullable()

const output = z.strictObject({ staff: StaffAccount })

/** One's own picture (C7). `type_refused`, `media_damaged`, `too_many_pixels` */
export const SetOwnAvatar = command({
  name: 'accounts:setOwnAvatar',
  permission: 'profile.own',
  input: z.strictObject({ picture: Picture }),
  output,
})

/** The picture of somebody whom the caller may manage. */
export const SetStaffAvatar = command({
  name: 'accounts:setStaffAvatar',
  permission: 'staff.manage',
  input: z.strictObject({ staffId: Id, picture: Picture }),
  output,
})
