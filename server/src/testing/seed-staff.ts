import mongoose from 'mongoose'
import { hashPassword } from '../modules/accounts/passwords.js'

/** Adds accounts to a running server's store, each with its login as password; unless told otherwise they serve every queue. */
export async function seedStaff(
  uri: string,
  accounts: {
    login: string
    roles: string[]
    capacity: number
    tenantId?: string
    queueIds?: mongoose.Types.ObjectId[]
  }[],
): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise()
  const queues = await connection.collection('queues').find().toArray()
  const queuesOf = (tenantId: string) => queues.filter((queue) => queue['tenantId'] === tenantId).map(({ _id }) => _id)
  const rows = accounts.map(async ({ login, roles, capacity, tenantId = 'default', queueIds }) => ({
    tenantId,
    login,
    name: login,
    passwordHash: await hashPassword(login),
    roles,
    capacity,
    isDisabled: false,
    status: 'online',
    queueIds: queueIds ?? queuesOf(tenantId),
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
