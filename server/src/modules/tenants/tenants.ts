import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { DEFAULT_TENANT_ID } from '../../platform/principal.js'
import { TenantRepository } from './tenant.repository.js'
import type { StoredTenant } from './tenant.repository.js'

/** Which tenants there are, and whether one may be served. */
@Singleton()
export class Tenants {
  @Inject()
  private readonly repository!: TenantRepository

  @Inject()
  private readonly clock!: Clock

  /** Every installation has its first tenant; made at the first start. */
  async ensureFirst(): Promise<void> {
    if ((await this.repository.find(DEFAULT_TENANT_ID)) !== null) return
    try {
      await this.repository.add({ key: DEFAULT_TENANT_ID, name: 'Parley' }, this.clock.now())
    } catch (error) {
      // Another node that starts at the same moment has made it.
      if (!(error instanceof ParleyError)) throw error
    }
  }

  /** Neither a tenant that is suspended nor one that does not exist is served. */
  async isServed(key: string): Promise<boolean> {
    return (await this.repository.find(key))?.isSuspended === false
  }

  /** @throws ParleyError `unauthenticated` for one that is not served: nobody of it is let in */
  async requireServed(key: string): Promise<void> {
    if (!(await this.isServed(key))) throw new ParleyError('unauthenticated')
  }

  /** The tenant somebody means to sign in to: the one they name, else the first; null for one that is not served. */
  async forSignIn(key: string | undefined): Promise<StoredTenant | null> {
    const tenant = await this.repository.find(key?.trim().toLowerCase() ?? DEFAULT_TENANT_ID)
    return tenant === null || tenant.isSuspended ? null : tenant
  }

  /** The tenant as people are shown it: null while it is alone, so that no trace of tenants is on screen (U11). */
  async shown(key: string): Promise<{ key: string; name: string } | null> {
    const all = await this.repository.list()
    const tenant = all.find((each) => each.key === key)
    return all.length < 2 || tenant === undefined ? null : { key: tenant.key, name: tenant.name }
  }

  async areSeveral(): Promise<boolean> {
    return (await this.repository.list()).length > 1
  }

  list(): Promise<StoredTenant[]> {
    return this.repository.list()
  }
}
