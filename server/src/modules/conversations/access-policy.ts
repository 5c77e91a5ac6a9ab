import type { StaffPermission } from '@parley/shared/accounts/permissions'
import type { StaffPrincipal } from '../accounts/index.js'

/** What scopes are judged by: whose a conversation is, and in which queue. */
export interface Place {
  assigneeId: string | null
  queueId: string
}

/** Whether somebody's permission reaches a conversation: their own, one in their queues, or any. */
export function isReached(
  caller: Pick<StaffPrincipal, 'grants' | 'queueIds' | 'staffId'>,
  permission: StaffPermission,
  { assigneeId, queueId }: Place,
): boolean {
  const scope = caller.grants[permission]
  if (scope === undefined) return false
  switch (scope) {
    case 'all':
      return true
    case 'queue':
      return assigneeId === caller.staffId || caller.queueIds.includes(queueId)
    case 'own':
      return assigneeId === caller.staffId
  }
}
