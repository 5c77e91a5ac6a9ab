import { Inject, Singleton } from '@midwayjs/core'
import type { ContactAttributes } from './contact.js'
import type { ContactPrincipal } from './contact-principal.js'
import { ContactRepository } from './contact.repository.js'

/** What the page around the chat says of its visitor. One who has not written yet is not stored: then nothing is. */
@Singleton()
export class SetAttributesOfContact {
  @Inject()
  private readonly contacts!: ContactRepository

  async run(
    { tenantId, contactId }: ContactPrincipal,
    { attributes }: { attributes: Record<string, ContactAttributes[string] | null> },
  ): Promise<Record<string, never>> {
    await this.contacts.noteSaid({ tenantId, id: contactId }, attributes)
    return {}
  }
}
