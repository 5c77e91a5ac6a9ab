import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { TAGS_MAX } from '@parley/shared/tags/limits'
import type { Tag } from '@parley/shared/tags/tag'
import { FactBus } from '../../platform/fact-bus.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { TagRepository } from './tag.repository.js'
import { TagsBroadcast } from './tags.broadcast.js'

declare module '../../platform/fact-bus.js' {
  interface ServerFacts {
    /** A tag is on the list no longer: what carries it still can let it go. */
    'tags:deleted': { tenantId: string; tagId: string }
  }
}

type Create = StaffCommands['tags:createTag']
type Edit = StaffCommands['tags:editTag']
type Delete = StaffCommands['tags:deleteTag']

const subjectOf = ({ id, name }: Tag) => ({ kind: 'tag', id, name })

@Singleton()
export class ListTagsOfTenant {
  @Inject()
  private readonly tags!: TagRepository

  async run({ tenantId }: StaffPrincipal): Promise<{ tags: Tag[] }> {
    return { tags: await this.tags.list(tenantId) }
  }
}

@Singleton()
export class CreateTagOfTenant {
  @Inject()
  private readonly tags!: TagRepository

  @Inject()
  private readonly broadcast!: TagsBroadcast

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `name_taken`, `too_large` */
  async run(caller: StaffPrincipal, { name }: Create['input']): Promise<Create['output']> {
    const { tenantId } = caller
    if ((await this.tags.count(tenantId, TAGS_MAX)) >= TAGS_MAX) throw new ParleyError('too_large')
    const tag = await this.tags.add(tenantId, name)
    if (tag === 'taken') throw new ParleyError('name_taken')
    this.broadcast.changed(tenantId)
    await this.audit.record(caller, { action: 'tag.created', subject: subjectOf(tag) })
    return { tag }
  }
}

@Singleton()
export class EditTagOfTenant {
  @Inject()
  private readonly tags!: TagRepository

  @Inject()
  private readonly broadcast!: TagsBroadcast

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `not_found`, `name_taken`, `edit_conflict` */
  async run(caller: StaffPrincipal, { tagId, version, name }: Edit['input']): Promise<Edit['output']> {
    const { tenantId } = caller
    const before = await this.tags.find(tenantId, tagId)
    if (before === null) throw new ParleyError('not_found')
    const tag = await this.tags.rename(tenantId, { id: tagId, version, name })
    if (tag === null) throw new ParleyError('edit_conflict')
    if (tag === 'taken') throw new ParleyError('name_taken')
    this.broadcast.changed(tenantId)
    await this.audit.record(caller, { action: 'tag.edited', subject: subjectOf(tag), details: { from: before.name } })
    return { tag }
  }
}

@Singleton()
export class DeleteTagOfTenant {
  @Inject()
  private readonly tags!: TagRepository

  @Inject()
  private readonly broadcast!: TagsBroadcast

  @Inject()
  private readonly bus!: FactBus

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `not_found` */
  async run(caller: StaffPrincipal, { tagId }: Delete['input']): Promise<Delete['output']> {
    const { tenantId } = caller
    const tag = await this.tags.find(tenantId, tagId)
    if (tag === null) throw new ParleyError('not_found')
    await this.tags.remove(tenantId, tagId)
    this.bus.publish('tags:deleted', { tenantId, tagId })
    this.broadcast.changed(tenantId)
    await this.audit.record(caller, { action: 'tag.deleted', subject: subjectOf(tag) })
    return {}
  }
}
