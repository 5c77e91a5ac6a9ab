import type { StaffAccount } from '@parley/shared/accounts/management'
import type { Grants } from '@parley/shared/accounts/permissions'
import { canBeAssignee, isWithin, rolesContradict } from '../accounts/index.js'

/** Who manages somebody, as far as rules look at it. */
export interface Manager {
  staffId: string
  roles: readonly string[]
  grants: Grants
}

/** What is wrong with a set of roles that somebody wants to give; null when nothing is. */
export function rolesRefusal(
  manager: Manager,
  change: { before: readonly string[]; after: readonly string[]; grantsAfter: Grants },
): 'bad_request' | 'forbidden' | null {
  const { before, after, grantsAfter } = change
  if (rolesContradict(after)) return 'bad_request'
  if (manager.roles.includes('admin')) return null
  // Only an admin makes and unmakes admins, and nobody gives rights that they do not have.
  if (before.includes('admin') || after.includes('admin')) return 'forbidden'
  return isWithin(grantsAfter, manager.grants) ? null : 'forbidden'
}

/** Whether somebody may manage an account at all: an admin's is the business of admins. */
export const mayManage = (manager: Manager, account: Pick<StaffAccount, 'roles'>): boolean =>
  manager.roles.includes('admin') || !account.roles.includes('admin')

/** Whether an edit takes the right to have chats away. */
export const losesChats = (before: readonly string[], after: readonly string[]): boolean =>
  canBeAssignee(before) && !canBeAssignee(after)
