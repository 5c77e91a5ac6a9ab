import { z } from 'zod'
import { Picture } from '../attachments/picture.js'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { StaffAccount } from './management.js'

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
