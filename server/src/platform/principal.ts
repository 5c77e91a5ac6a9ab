/** Whoever sends a command, as far as the platform cares: their tenant, their name in the log, and what they may do. */
export interface Principal {
  tenantId: string
  /** `contact:<id>` or `staff:<id>`: the sender of an entry, the owner of a mark, the subject of a limit. */
  key: string
  permissions: ReadonlySet<string>
  /** Which of their signed-in browsers they speak from, where these can be ended one by one. */
  sessionId?: string
  /** Further keys by whose revocation they are cut. */
  cutBy?: readonly string[]
  /** Before it what stands behind `cutBy` and their tenant was read, where that was not for them alone. */
  cutBySince?: Date
  /** When what they entered with ends; their connections are cut then. */
  expiresAt?: Date
}

/** Whether a revocation means them: theirs by its key, or everybody's. A room alone says less: who follows somebody is in theirs. */
export const isMeantBy = ({ key, cutBy }: Principal, revoked: string | null): boolean =>
  revoked === null || key === revoked || cutBy?.includes(revoked) === true

/** The tenant that every installation has; invisible while it is alone (U11). */
export const DEFAULT_TENANT_ID = 'default'
