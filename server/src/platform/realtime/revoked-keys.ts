/** What was read of the store rests on: whoever revokes one of the keys, or the whole tenant, has it read again. */
export interface Grounds {
  tenantId: string
  keys: readonly string[]
}

/** More than that at once: everything that is held is read again instead. */
const KEYS_MAX = 50_000

/** When which key was revoked last, as far as this process has heard. */
export class RevokedKeys {
  private readonly revokedAt = new Map<string, Date>()
  private forgottenUntil = new Date(0)

  /** `key` is null where everybody of a tenant is meant. */
  note({ tenantId, key, at }: { tenantId: string; key: string | null; at: Date }): void {
    if (this.revokedAt.size >= KEYS_MAX) {
      this.forgottenUntil = new Date(Math.max(...[...this.revokedAt.values()].map(Number)))
      this.revokedAt.clear()
    }
    const name = nameOf(tenantId, key)
    const known = this.revokedAt.get(name)
    if (known === undefined || known < at) this.revokedAt.set(name, at)
  }

  /** Whether nothing of it was revoked since a moment. */
  areUntouched({ tenantId, keys }: Grounds, since: Date): boolean {
    if (since <= this.forgottenUntil) return false
    return [null, ...keys].every((key) => {
      const at = this.revokedAt.get(nameOf(tenantId, key))
      return at === undefined || at < since
    })
  }
}

const nameOf = (tenantId: string, key: string | null): string => JSON.stringify([tenantId, key])
