export { TenantRepository } from './tenant.repository.js'
export type { StoredTenant } from './tenant.repository.js'
export { Tenants } from './tenants.js'
