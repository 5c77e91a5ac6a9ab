import type { AttributeValue } from '@parley/shared/contacts/attribute-values'
import type { OwnContact } from '@parley/shared/contacts/session'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** What is known of a contact is another now. */
    'contacts:changed': { contact: Contact }
  }
}

export type ContactAttributes = Record<string, AttributeValue>

/** What the host says of a known contact, in a token that it encrypted. */
export interface ContactClaims {
  name: string
  avatarUrl: string | null
  email: string | null
  level: string | null
  attributes: ContactAttributes
}

/** Someone who writes to us, as the server works with them. */
export interface Contact extends ContactClaims {
  id: string
  tenantId: string
  channelId: string
  /** Who they are in the host's system; null for a visitor. */
  externalId: string | null
  isIdentified: boolean
  /** What they sign in with, where they have an account of their own. */
  login: string | null
  /** The address of the picture that staff gave them. */
  avatar: string | null
  /** What pages said of them without anybody's signature: never the ground of a decision. */
  saidAttributes: ContactAttributes
  /** What the host said of their attributes last, whatever staff have made of it since. */
  claimedAttributes: ContactAttributes
  createdAt: Date
  lastSeenAt: Date
  /** Since when they may read and not write; null while they may. */
  blockedAt: Date | null
  /** What their browser called itself when they connected last. */
  userAgent: string | null
  /** Tokens made before are refused. */
  tokensValidAfter: Date | null
  /** The known contact that this visitor turned out to be. */
  mergedInto: string | null
  version: number
}

/** A visitor of whom nothing is known but that they are here. */
export function newVisitor(visitor: {
  id: string
  tenantId: string
  channelId: string
  name: string
  at: Date
  userAgent?: string | null
}): Contact {
  const { at, userAgent = null, ...rest } = visitor
  return {
    ...rest,
    userAgent,
    blockedAt: null,
    externalId: null,
    isIdentified: false,
    login: null,
    avatar: null,
    avatarUrl: null,
    email: null,
    level: null,
    attributes: {},
    saidAttributes: {},
    claimedAttributes: {},
    createdAt: at,
    lastSeenAt: at,
    tokensValidAfter: null,
    mergedInto: null,
    version: 0,
  }
}

/** Whether a token that was made then still counts. */
export const isStillValid = ({ tokensValidAfter }: Pick<Contact, 'tokensValidAfter'>, issuedAt: Date): boolean =>
  tokensValidAfter === null || issuedAt > tokensValidAfter

/** A contact for their own page. */
export const ownContact = ({ id, name, avatarUrl, isIdentified }: OwnContact): OwnContact => ({
  id,
  name,
  avatarUrl,
  isIdentified,
})
