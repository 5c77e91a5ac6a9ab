/** Whoever sends a command, as far as the platform cares: their tenant, their name in the log, and what they may do. */
export interface Principal {
  tenantId: string
  /** `contact:<id>` or `staff:<id>`: the sender of an entry, the owner of a mark, the subject of a limit. */
  key: string
  permissions: ReadonlySet<string>
  /** When what they entered with ends; their connections are cut then. */
  expiresAt?: Date
}

/** The tenant of a single-tenant installation; more of them come with administration of tenants (U11). */
export const DEFAULT_TENANT_ID = 'default'
