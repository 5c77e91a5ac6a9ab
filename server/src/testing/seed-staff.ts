import type { Role } from '@parley/shared/accounts/staff'
import mongoose from 'mongoose'
import { hashPassword } from '../modules/accounts/passwords.js'

/** Adds accounts to a running server's store, each with its login as password. */
export async function seedStaff(
  uri: string,
  accounts: { login: string; roles: Role[]; capacity: number; tenantId?: string }[],
): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const rows = accounts.map(async ({ login, roles, capacity, tenantId = 'default' }) => ({
    tenantId,
    login,
    name: login,
    passwordHash: await hashPassword(login),
    roles,
    capacity,
    isDisabled: false,
    status: 'online',
    leases: {},
    lastServedAt: new Date(0),
  }))
  await connection.collection('staff').insertMany(await Promise.all(rows))
  await connection.close()
}

/** Changes accounts as an administrator would. */
export async function updateStaff(uri: string, login: string, change: Record<string, unknown>): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise()
  await connection.collection('staff').updateOne({ tenantId: 'default', login }, { $set: change })
  await connection.close()
}
