import { z } from 'zod'
import { Login, OneTimeLink } from '../accounts/credentials.js'
import { command } from '../kernel/command.js'
import { ClientMessageId } from '../kernel/ids.js'
import { Instant } from '../kernel/instant.js'

/** A tenant's name in addresses and in every stored document; never changed. */
export const TenantKey = z.string().regex(/^[a-z0-9][a-z0-9-]{1,38}$/)

/** An organisation whose data is apart from all others (U11). */
export const Tenant = z.strictObject({
  key: z.string(),
  name: z.string(),
  isSuspended: z.boolean(),
  createdAt: Instant,
})
export type Tenant = z.infer<typeof Tenant>

const Name = z.string().trim().min(1).max(60)

/** These are for admins of the first tenant, who run the installation. */
export const ListTenants = command({
  name: 'tenants:listTenants',
  permission: 'tenants.manage',
  input: z.strictObject({}),
  output: z.strictObject({ tenants: z.array(Tenant) }),
})

/**
 * With its first account, admin and agent, who is invited by the link. `name_taken` for a key in use; whoever got no answer asks
 * again with the same `clientTenantId`, which ends what was begun, and gets a link while nobody has signed in there yet.
 */
export const CreateTenant = command({
  name: 'tenants:createTenant',
  permission: 'tenants.manage',
  input: z.strictObject({
    clientTenantId: ClientMessageId.optional(),
    key: TenantKey,
    name: Name,
    admin: z.strictObject({ login: Login, name: z.string().trim().min(1).max(40) }),
  }),
  output: z.strictObject({ tenant: Tenant, link: OneTimeLink }),
})

export const RenameTenant = command({
  name: 'tenants:renameTenant',
  permission: 'tenants.manage',
  input: z.strictObject({ key: TenantKey, name: Name }),
  output: z.strictObject({ tenant: Tenant }),
})

/** Cuts every connection of the tenant and lets none of it in; the first tenant cannot be suspended. */
export const SuspendTenant = command({
  name: 'tenants:suspendTenant',
  permission: 'tenants.manage',
  input: z.strictObject({ key: TenantKey }),
  output: z.strictObject({ tenant: Tenant }),
})

export const ResumeTenant = command({
  name: 'tenants:resumeTenant',
  permission: 'tenants.manage',
  input: z.strictObject({ key: TenantKey }),
  output: z.strictObject({ tenant: Tenant }),
})
