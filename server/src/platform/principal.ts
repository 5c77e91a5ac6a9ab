/** Whoever sends a command, as far as the platform cares: their tenant, their name in the log, and what they may do. */
export interface Principal {
  tenantId: string
  /** `contact:<id>` or `staff:<id>`: the sender of an entry, the owner of a mark, the subject of a limit. */
  key: string
  permissions: ReadonlySet<string>
  /** Which of their signed-in browsers they speak from, where these can be ended one by one. */
  sessionId?: string
  /** When what they entered with ends; their connections are cut then. */
  expiresAt?: Date
}

/** The tenant that every installation has; invisible while it is alone (U11). */
export const DEFAULT_TENANT_ID = 'default'
