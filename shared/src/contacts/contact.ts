import { z } from 'zod'
import { Picture } from '../attachments/picture.js'
import { command, fact } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { AttributeChange } from './attribute.js'

/** What staff know of a contact, beside the conversation. */
export const ContactProfile = z.strictObject({
  id: Id,
  channelId: Id,
  /** `#4821` for a visitor without a name: clients word it. */
  name: z.string(),
  isIdentified: z.boolean(),
  /** Who they are in the host's system. */
  externalId: z.string().nullable(),
  /** What they sign in with, where they have an account of their own. */
  login: z.string().nullable(),
  /** The address of the picture that staff gave them, without its side. */
  avatar: z.string().nullable(),
  /** Where the host says that their picture lies. */
  avatarUrl: z.string().nullable(),
  email: z.string().nullable(),
  level: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Keys of `attributes` whose value is the host's word; the others were set by staff. */
  hostAttributes: z.array(z.string()),
  createdAt: Instant,
  lastSeenAt: Instant,
  /** Since when they may read and not write. */
  blockedAt: Instant.nullable(),
  /** What their browser called itself when they connected last; null for one who has not since this is kept. */
  userAgent: z.string().nullable(),
  /** What pages said of them, signed by nobody. */
  saidAttributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Tokens and sessions of before are refused. */
  tokensValidAfter: Instant.nullable(),
  version: z.int().nonnegative(),
})
export type ContactProfile = z.infer<typeof ContactProfile>

const output = z.strictObject({ contact: ContactProfile })

/** A visitor who was identified since is answered with the contact that they are. */
export const ReadContact = command({
  name: 'contacts:readContact',
  permission: 'contacts.read',
  input: z.strictObject({ contactId: Id }),
  output,
})

/**
 * What is absent stays. What staff have set stays until the host says otherwise than it said before; of attributes each for
 * itself. `edit_conflict`; `bad_request` for a value that its attribute does not want.
 */
export const EditContact = command({
  name: 'contacts:editContact',
  permission: 'contacts.edit',
  input: z.strictObject({
    contactId: Id,
    version: z.int().nonnegative(),
    name: z.string().trim().min(1).max(100).optional(),
    email: z.email().max(254).nullable().optional(),
    attributes: AttributeChange.optional(),
  }),
  output,
})

/** Gives them a picture, or takes it away. `type_refused`, `media_damaged`, `too_many_pixels` */
export const SetAvatarOfContact = command({
  name: 'contacts:setAvatar',
  permission: 'contacts.edit',
  input: z.strictObject({ contactId: Id, picture: Picture }),
  output,
})

/** They read on and write nothing, from every device, within two seconds; or they may again. */
export const BlockContact = command({
  name: 'contacts:blockContact',
  permission: 'contacts.block',
  input: z.strictObject({ contactId: Id, isBlocked: z.boolean() }),
  output,
})

/** Ends every session and token of theirs at once; the host's next token lets them in again. */
export const RevokeContactTokens = command({
  name: 'contacts:revokeTokens',
  permission: 'contacts.revokeTokens',
  input: z.strictObject({ contactId: Id }),
  output,
})

/** To staff who have a conversation of theirs open: read the contact again. Their name comes with the conversations as well. */
export const ContactChanged = fact(
  'contacts:contactChanged',
  z.strictObject({ contactId: Id, version: z.int().nonnegative() }),
)
