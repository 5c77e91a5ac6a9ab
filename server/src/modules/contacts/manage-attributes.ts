import { Inject, Singleton } from '@midwayjs/core'
import type { ContactAttribute } from '@parley/shared/contacts/attribute'
import { ATTRIBUTES_MAX } from '@parley/shared/contacts/attribute-values'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { AttributeRepository } from './attribute.repository.js'
import { ContactsBroadcast } from './contacts.broadcast.js'

type Create = StaffCommands['contacts:createAttribute']
type Edit = StaffCommands['contacts:editAttribute']
type Delete = StaffCommands['contacts:deleteAttribute']

const subjectOf = ({ id, name }: ContactAttribute) => ({ kind: 'attribute', id, name })

@Singleton()
export class ListAttributesOfContacts {
  @Inject()
  private readonly attributes!: AttributeRepository

  async run({ tenantId }: StaffPrincipal): Promise<{ attributes: ContactAttribute[] }> {
    return { attributes: await this.attributes.list(tenantId) }
  }
}

@Singleton()
export class CreateAttributeOfContacts {
  @Inject()
  private readonly attributes!: AttributeRepository

  @Inject()
  private readonly broadcast!: ContactsBroadcast

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `name_taken`, `too_large` */
  async run(caller: StaffPrincipal, wanted: Create['input']): Promise<Create['output']> {
    const { tenantId } = caller
    if ((await this.attributes.count(tenantId, ATTRIBUTES_MAX)) >= ATTRIBUTES_MAX) throw new ParleyError('too_large')
    const attribute = await this.attributes.add(tenantId, wanted)
    if (attribute === 'taken') throw new ParleyError('name_taken')
    this.broadcast.attributesChanged(tenantId)
    const { key, type } = attribute
    await this.audit.record(caller, {
      action: 'attribute.created',
      subject: subjectOf(attribute),
      details: { key, type },
    })
    return { attribute }
  }
}

@Singleton()
export class EditAttributeOfContacts {
  @Inject()
  private readonly attributes!: AttributeRepository

  @Inject()
  private readonly broadcast!: ContactsBroadcast

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `not_found`, `bad_request`, `edit_conflict` */
  async run(caller: StaffPrincipal, { attributeId, version, name, choices }: Edit['input']): Promise<Edit['output']> {
    const { tenantId } = caller
    const before = await this.attributes.find(tenantId, attributeId)
    if (before === null) throw new ParleyError('not_found')
    if ((before.type === 'choice') !== choices.length > 0) {
      throw new ParleyError('bad_request', { issues: [{ path: 'choices', code: 'custom' }] })
    }
    const attribute = await this.attributes.edit(tenantId, { id: attributeId, version, name, choices })
    if (attribute === null) throw new ParleyError('edit_conflict')
    this.broadcast.attributesChanged(tenantId)
    const details = { from: before.name, choices }
    await this.audit.record(caller, { action: 'attribute.edited', subject: subjectOf(attribute), details })
    return { attribute }
  }
}

@Singleton()
export class DeleteAttributeOfContacts {
  @Inject()
  private readonly attributes!: AttributeRepository

  @Inject()
  private readonly broadcast!: ContactsBroadcast

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `not_found` */
  async run(caller: StaffPrincipal, { attributeId }: Delete['input']): Promise<Delete['output']> {
    const { tenantId } = caller
    const attribute = await this.attributes.find(tenantId, attributeId)
    if (attribute === null) throw new ParleyError('not_found')
    await this.attributes.remove(tenantId, attributeId)
    this.broadcast.attributesChanged(tenantId)
    await this.audit.record(caller, { action: 'attribute.deleted', subject: subjectOf(attribute) })
    return {}
  }
}
