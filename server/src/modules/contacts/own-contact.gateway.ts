import { Inject, Singleton } from '@midwayjs/core'
import { SetAttributes } from '@parley/shared/contacts/attributes'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { ContactPrincipal } from './contact-principal.js'
import { SetAttributesOfContact } from './set-attributes.js'

/** Which use case answers which command of a contact about themselves. */
@Singleton()
export class OwnContactGateway {
  @Inject() private readonly setAttributes!: SetAttributesOfContact

  rows(): CommandRow<ContactPrincipal>[] {
    return [handle(SetAttributes, this.setAttributes)]
  }
}
