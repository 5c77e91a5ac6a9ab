import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { QUICK_REPLIES_MAX } from '@parley/shared/quick-replies/limits'
import type { QuickReply } from '@parley/shared/quick-replies/quick-reply'
import type { StaffPrincipal } from '../accounts/index.js'
import { audienceKey, audienceOf, audiencesOf, canManage } from './audience-policy.js'
import { QuickRepliesBroadcast } from './quick-replies.broadcast.js'
import { QuickReplyRepository } from './quick-reply.repository.js'
import type { StoredQuickReply } from './quick-reply.repository.js'

type Create = StaffCommands['quickReplies:createQuickReply']
type Edit = StaffCommands['quickReplies:editQuickReply']

/** What the caller has at hand. */
@Singleton()
export class ListQuickRepliesOfStaff {
  @Inject()
  private readonly replies!: QuickReplyRepository

  async run(caller: StaffPrincipal): Promise<{ quickReplies: QuickReply[] }> {
    const found = await this.replies.list(caller.tenantId, audiencesOf(caller))
    return { quickReplies: found.map((reply) => viewOf(reply, caller)) }
  }
}

@Singleton()
export class CreateQuickReplyOfStaff {
  @Inject()
  private readonly replies!: QuickReplyRepository

  @Inject()
  private readonly broadcast!: QuickRepliesBroadcast

  /** @throws ParleyError `forbidden`, `name_taken`, `too_large` when the audience has as many as it can have */
  async run(caller: StaffPrincipal, { audience, shortcut, text }: Create['input']): Promise<Create['output']> {
    const { tenantId } = caller
    const key = audienceKey(audience, caller.staffId)
    if (!canManage(caller, key)) throw new ParleyError('forbidden')
    if ((await this.replies.count(tenantId, key, QUICK_REPLIES_MAX)) >= QUICK_REPLIES_MAX)
      throw new ParleyError('too_large')
    const added = await this.replies.add({ tenantId, audience: key, shortcut, text })
    if (added === 'taken') throw new ParleyError('name_taken')
    this.broadcast.changed(tenantId, key)
    return { quickReply: viewOf(added, caller) }
  }
}

@Singleton()
export class EditQuickReplyOfStaff {
  @Inject()
  private readonly replies!: QuickReplyRepository

  @Inject()
  private readonly broadcast!: QuickRepliesBroadcast

  /** @throws ParleyError `not_found`, `forbidden`, `name_taken`, `edit_conflict` */
  async run(caller: StaffPrincipal, { quickReplyId, version, ...change }: Edit['input']): Promise<Edit['output']> {
    const { tenantId } = caller
    const stored = manageable(await this.replies.find(tenantId, quickReplyId), caller)
    const edited = await this.replies.edit({ tenantId, id: quickReplyId, version }, definedOf(change))
    if (edited === null) throw new ParleyError('edit_conflict')
    if (edited === 'taken') throw new ParleyError('name_taken')
    this.broadcast.changed(tenantId, stored.audience)
    return { quickReply: viewOf(edited, caller) }
  }
}

@Singleton()
export class DeleteQuickReplyOfStaff {
  @Inject()
  private readonly replies!: QuickReplyRepository

  @Inject()
  private readonly broadcast!: QuickRepliesBroadcast

  /** @throws ParleyError `not_found`, `forbidden` */
  async run(caller: StaffPrincipal, { quickReplyId }: { quickReplyId: string }): Promise<Record<string, never>> {
    const stored = manageable(await this.replies.find(caller.tenantId, quickReplyId), caller)
    await this.replies.remove(caller.tenantId, quickReplyId)
    this.broadcast.changed(caller.tenantId, stored.audience)
    return {}
  }
}

/** What is not at hand does not exist; what is at hand may still be others' to change. */
function manageable(stored: StoredQuickReply | null, caller: StaffPrincipal): StoredQuickReply {
  const mayManage = stored !== null && canManage(caller, stored.audience)
  if (stored === null || (!mayManage && !audiencesOf(caller).includes(stored.audience)))
    throw new ParleyError('not_found')
  if (!mayManage) throw new ParleyError('forbidden')
  return stored
}

function definedOf({ shortcut, text }: { shortcut?: string | undefined; text?: string | undefined }) {
  return { ...(shortcut === undefined ? {} : { shortcut }), ...(text === undefined ? {} : { text }) }
}

function viewOf({ id, shortcut, text, audience, version }: StoredQuickReply, caller: StaffPrincipal): QuickReply {
  return { id, shortcut, text, audience: audienceOf(audience), canEdit: canManage(caller, audience), version }
}
