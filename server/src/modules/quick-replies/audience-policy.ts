import type { QuickReplyAudience } from '@parley/shared/quick-replies/quick-reply'
import type { StaffPrincipal } from '../accounts/index.js'

type Caller = Pick<StaffPrincipal, 'staffId' | 'queueIds' | 'grants'>

/** The audience as it is stored and looked up. */
export function audienceKey(audience: QuickReplyAudience, staffId: string): string {
  switch (audience.kind) {
    case 'personal':
      return `staff:${staffId}`
    case 'queue':
      return `queue:${audience.queueId}`
    case 'tenant':
      return 'tenant'
  }
}

export function audienceOf(key: string): QuickReplyAudience {
  if (key === 'tenant') return { kind: 'tenant' }
  return key.startsWith('queue:') ? { kind: 'queue', queueId: key.slice('queue:'.length) } : { kind: 'personal' }
}

/** What somebody has at hand. */
export const audiencesOf = ({ staffId, queueIds }: Caller): string[] => [
  `staff:${staffId}`,
  ...queueIds.map((id) => `queue:${id}`),
  'tenant',
]

/** Whether somebody may change what an audience has: one's own always, a queue's within reach, the tenant's with the widest. */
export function canManage({ staffId, queueIds, grants }: Caller, key: string): boolean {
  const scope = grants['quickReplies.manage']
  if (scope === undefined) return false
  if (key === `staff:${staffId}`) return true
  if (scope === 'all') return !key.startsWith('staff:')
  return scope === 'queue' && queueIds.some((id) => key === `queue:${id}`)
}
