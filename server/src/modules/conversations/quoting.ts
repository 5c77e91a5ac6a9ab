import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { EntryRepository } from './entry.repository.js'
import type { LogEntry, Quoted } from './log-entry.js'
import { isMessageBody } from './message-body.js'
import { quotedFrom } from './quoted.js'
import type { Thread } from './thread.repository.js'

/** Looks up the message that another answers, and whether it may be shown to whoever will read the answer. */
@Singleton()
export class Quoting {
  @Inject()
  private readonly entries!: EntryRepository

  /** For a message that the contact sees: it quotes nothing else than what the contact sees. @throws ParleyError `quote_refused` */
  public(thread: Thread, id: string | undefined): Promise<{ quote?: Quoted }> {
    return this.find(thread, id, (entry) => entry.isVisibleToContact)
  }

  /** For a note: whatever somebody wrote in the thread. @throws ParleyError `quote_refused` */
  internal(thread: Thread, id: string | undefined): Promise<{ quote?: Quoted }> {
    return this.find(thread, id, () => true)
  }

  private async find(
    { tenantId, id: threadId }: Thread,
    id: string | undefined,
    isShown: (entry: LogEntry) => boolean,
  ): Promise<{ quote?: Quoted }> {
    if (id === undefined) return {}
    const entry = await this.entries.findById({ tenantId, threadId }, id)
    const quote = entry !== null && isMessageBody(entry.body) && isShown(entry) ? quotedFrom(entry) : null
    if (quote === null) throw new ParleyError('quote_refused')
    return { quote }
  }
}
