/** How far a permission reaches: what is assigned to oneself, what is in one's queues (or one's own), everything of the tenant. */
export const SCOPES = ['own', 'queue', 'all'] as const
type Scope = (typeof SCOPES)[number]

const PLAIN = ['all'] as const
const SCOPED = ['own', 'queue', 'all'] as const

/** Every named action of staff, with the scopes that it can be granted with. A command names one of these. */
export const PERMISSION_SCOPES = {
  'conversations.read': SCOPED,
  /** To be given chats and to answer them: the agent's alone (C5), so no role of a tenant's own can grant it. */
  'conversations.reply': ['own'],
  'conversations.note': SCOPED,
  'conversations.recall': ['own'],
  'conversations.end': SCOPED,
  /** Putting tags of the tenant's list on conversations. */
  'conversations.tag': SCOPED,
  /** To bring a file in, for a message of one's own. */
  'attachments.upload': ['own'],
  /** Who somebody is who writes: reached by any conversation of theirs. */
  'contacts.read': SCOPED,
  'contacts.edit': SCOPED,
  /** Which attributes contacts have, and of which type. */
  'contacts.define': PLAIN,
  /** To let a contact write no more, or again. */
  'contacts.block': SCOPED,
  /** To end every session of a contact, wherever they are. */
  'contacts.revokeTokens': SCOPED,
  /** Giving a conversation to an agent. */
  'conversations.transfer': SCOPED,
  /** Giving it to one who has no room for it. */
  'conversations.force': PLAIN,
  'quickReplies.read': PLAIN,
  /** One's own; with `queue` those of one's queues too; with `all` every queue's and the tenant's. */
  'quickReplies.manage': SCOPED,
  'tags.manage': PLAIN,
  /** Who has which conversation, and giving it to another: the supervisor's work (C5). */
  'conversations.assign': ['queue', 'all'],
  'presence.read': PLAIN,
  'presence.set': PLAIN,
  /** One's own profile, sessions, password and second step. */
  'profile.own': ['own'],
  'staff.read': PLAIN,
  'staff.manage': PLAIN,
  'roles.manage': PLAIN,
  'organisation.read': PLAIN,
  'organisation.manage': PLAIN,
  'queues.read': PLAIN,
  'queues.manage': PLAIN,
  'channels.read': PLAIN,
  'channels.manage': PLAIN,
  'audit.read': PLAIN,
  'audit.export': PLAIN,
  'tenants.manage': PLAIN,
} as const satisfies Record<string, readonly Scope[]>
