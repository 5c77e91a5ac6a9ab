import { Inject, Singleton } from '@midwayjs/core'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import type { Conversation } from '../conversations/index.js'

/** Puts on record that somebody gave a conversation to an agent by right and not by turn: who, whose, from whom, to whom. */
@Singleton()
export class RecordForced {
  @Inject()
  private readonly audit!: AuditLog

  run(caller: StaffPrincipal, from: Conversation, { id, contactName, assignee, slot }: Conversation): Promise<void> {
    const details = { from: from.assignee?.id ?? 'waiting', to: assignee?.id ?? '', isAboveCap: slot === null }
    const subject = { kind: 'conversation', id, name: contactName }
    return this.audit.record(caller, { action: 'conversation.forced', subject, details })
  }
}
