import { z } from 'zod'
import { ChannelKey, ChannelLook } from '../channels/channel.js'
import { Id } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'
import { CONTACT_CODE, CONTACT_TOKEN_MAX } from './limits.js'

/** Body of `POST /api/v1/contact/session`: begins or continues a contact's session in a channel. */
export const BeginContactSession = z.strictObject({
  channelKey: ChannelKey,
  /** The token of an earlier session in the same browser; continued while valid, ignored otherwise. */
  token: z.string().max(2_000).optional(),
  /**
   * Who the host says this is: a contact token (`docs/contact-tokens.md`). With the `token` of an anonymous session, that
   * visitor's conversation becomes the known contact's.
   */
  identity: z.string().max(CONTACT_TOKEN_MAX).optional(),
  /** The same word of the host, fetched by the one-time code of a link (`POST /api/v1/contact/code`). */
  code: z.string().regex(CONTACT_CODE).optional(),
})
export type BeginContactSession = z.infer<typeof BeginContactSession>

/** Answer of `POST /api/v1/contact/code`: a link that opens the channel's page as the contact of the token, once. */
export interface ContactCode {
  code: string
  /** `/c/<channelKey>?code=…` of this server. */
  path: string
  expiresAt: Instant
}

/** The contact as their own page knows them. */
export const OwnContact = z.strictObject({
  id: Id,
  name: z.string(),
  avatarUrl: z.string().nullable(),
  /** Known by the host's word or by an account of their own; false for a visitor. */
  isIdentified: z.boolean(),
})
export type OwnContact = z.infer<typeof OwnContact>

export const ContactSession = z.strictObject({
  /** For the socket's handshake, for the unread count, and for the next beginning. */
  token: z.string(),
  /** The session's sockets are cut then; an identified one is renewed by a fresh contact token. */
  expiresAt: Instant,
  contact: OwnContact,
  /** Signed in with an account of the channel's own: then signing out is offered. */
  isByAccount: z.boolean(),
  channel: ChannelLook,
})
export type ContactSession = z.infer<typeof ContactSession>
