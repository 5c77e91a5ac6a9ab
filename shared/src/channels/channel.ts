import { z } from 'zod'
import { command } from '../kernel/command.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { CHANNEL_KEYS_MAX, CHANNEL_ORIGINS_MAX, GREETING_MAX, UPLOAD_LIMIT_MAX_MB } from './limits.js'

/** What names a channel in an address: `/c/<key>`. Never changes. */
export const ChannelKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
export type ChannelKey = z.infer<typeof ChannelKey>

/** The languages that a channel's own words exist in. */
const ChannelLanguage = z.enum(['en', 'zh-CN'])

/** Which language its visitors are addressed in; `auto` follows their browser. */
export const ChannelLocale = z.enum(['auto', ...ChannelLanguage.options])
export type ChannelLocale = z.infer<typeof ChannelLocale>

/** What is said before anybody has written, by language; an empty text leaves it to the clients' own words. */
export const Greeting = z.strictObject({
  en: z.string().max(GREETING_MAX),
  'zh-CN': z.string().max(GREETING_MAX),
})
export type Greeting = z.infer<typeof Greeting>

/** `#rrggbb`, in lower case. Clients compute what is readable on it. */
export const Colour = z.string().regex(/^#[0-9a-f]{6}$/)

/** An origin exactly as browsers send it (`https://shop.example.com`, a port only where it is not the usual one). */
export const ChannelOrigin = z
  .string()
  .max(200)
  // No wildcards and no signs that a content policy would read as more than a host.
  .regex(/^https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d+)?$/)
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, { message: 'not_an_origin' })

const Megabytes = z.int().min(0).max(UPLOAD_LIMIT_MAX_MB).nullable()

/**
 * How large the files of its contacts may be, in megabytes, and how much one of them may send in a day. Null: as the
 * installation has it, which is never exceeded; 0: none of that kind.
 */
export const UploadLimits = z.strictObject({ image: Megabytes, video: Megabytes, file: Megabytes, perDay: Megabytes })
export type UploadLimits = z.infer<typeof UploadLimits>

const settings = {
  name: z.string().trim().min(1).max(60),
  /** The sites that may show the chat in a frame and ask for unread counts; exact, none by default. */
  allowedOrigins: z
    .array(ChannelOrigin)
    .max(CHANNEL_ORIGINS_MAX)
    .refine((origins) => new Set(origins).size === origins.length, { message: 'repeated' }),
  /** Whether somebody may write without saying who they are. */
  allowsAnonymous: z.boolean(),
  /** Whether contacts may register and sign in here by a password of their own. */
  allowsAccounts: z.boolean(),
  greeting: Greeting,
  colour: Colour,
  locale: ChannelLocale,
  /** Where its conversations wait. */
  queueId: Id,
  uploadLimits: UploadLimits,
  /** A disabled channel is, for contacts, not there. */
  isEnabled: z.boolean(),
}

/** A key that the host's server makes contact tokens with, without its secret. */
export const ChannelSigningKey = z.strictObject({
  /** The token's `kid`. */
  id: z.string(),
  createdAt: Instant,
  /** From then on its tokens are refused; null for the key that is in use. */
  retiresAt: Instant.nullable(),
})
export type ChannelSigningKey = z.infer<typeof ChannelSigningKey>

/** A channel as those see it who manage channels. */
export const Channel = z.strictObject({
  id: Id,
  key: ChannelKey,
  ...settings,
  /** Newest first; at most one of them is in use. */
  signingKeys: z.array(ChannelSigningKey).max(CHANNEL_KEYS_MAX),
  createdAt: Instant,
  version: z.int().nonnegative(),
})
export type Channel = z.infer<typeof Channel>

/** What everybody may know of a channel: how it looks and who may write there. Answer of `GET /api/v1/contact/channel/<key>`. */
export const ChannelLook = z.strictObject({
  key: ChannelKey,
  name: settings.name,
  greeting: Greeting,
  colour: Colour,
  locale: ChannelLocale,
  allowsAnonymous: z.boolean(),
  allowsAccounts: z.boolean(),
})
export type ChannelLook = z.infer<typeof ChannelLook>

export const ListChannels = command({
  name: 'channels:listChannels',
  permission: 'channels.read',
  input: z.strictObject({}),
  output: z.strictObject({ channels: z.array(Channel) }),
})

/** Makes a channel without a signing key. Fails with `name_taken` where the key is. Without a queue it gets the tenant's first. */
export const CreateChannel = command({
  name: 'channels:createChannel',
  permission: 'channels.manage',
  input: z.strictObject({
    key: ChannelKey,
    ...settings,
    queueId: Id.optional(),
    uploadLimits: UploadLimits.optional(),
  }),
  output: z.strictObject({ channel: Channel }),
})

/** Changes what is named. Fails with `edit_conflict` when the channel has changed since `version` was read. */
export const UpdateChannel = command({
  name: 'channels:updateChannel',
  permission: 'channels.manage',
  input: z.strictObject({
    channelId: Id,
    version: z.int().nonnegative(),
    change: z.strictObject(settings).partial(),
  }),
  output: z.strictObject({ channel: Channel }),
})

/**
 * Makes a new signing key; the one in use goes on being accepted for `overlapHours`. The secret is in this answer and
 * nowhere else: whoever loses it rotates again. Fails with `edit_conflict` as above.
 */
export const RotateSigningKey = command({
  name: 'channels:rotateSigningKey',
  permission: 'channels.manage',
  input: z.strictObject({
    channelId: Id,
    version: z.int().nonnegative(),
    overlapHours: z
      .int()
      .min(0)
      .max(24 * 400),
  }),
  output: z.strictObject({
    channel: Channel,
    /** `<key id>.<32 bytes in base64url>`: what `@parley/token` takes. */
    secret: z.string(),
  }),
})

/** Ends a signing key at once; every token made with it, and every session that came of one, is refused from then on. */
export const RetireSigningKey = command({
  name: 'channels:retireSigningKey',
  permission: 'channels.manage',
  input: z.strictObject({ channelId: Id, version: z.int().nonnegative(), keyId: z.string().max(64) }),
  output: z.strictObject({ channel: Channel }),
})
