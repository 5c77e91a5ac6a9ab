import { Inject, Singleton } from '@midwayjs/core'
import type { AttachmentLinks } from '@parley/shared/attachments/attachment'
import type { StaffCommands } from '@parley/shared/protocol'
import type { StaffPrincipal } from '../accounts/index.js'
import { Attachments, attachmentView } from '../attachments/index.js'
import type { ContactPrincipal } from '../contacts/index.js'
import { ConversationAccess } from './conversation-access.js'
import { ContactThreads } from './contact-threads.js'
import type { Audience } from './entry.repository.js'
import { ThreadRepository } from './thread.repository.js'
import type { Thread } from './thread.repository.js'

interface Input {
  threadId: string
  attachmentIds: string[]
}

/** Who may read a thread may read its files, for five minutes from now. */
@Singleton()
export class LinkFilesOfContact {
  @Inject()
  private readonly threads!: ContactThreads

  @Inject()
  private readonly attachments!: Attachments

  async run(caller: ContactPrincipal, { threadId, attachmentIds }: Input): Promise<{ links: AttachmentLinks[] }> {
    const thread = await this.threads.get(caller, threadId)
    return { links: await this.attachments.link(readerOf(thread, 'contact'), attachmentIds) }
  }
}

@Singleton()
export class LinkFilesOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly attachments!: Attachments

  async run(caller: StaffPrincipal, { threadId, attachmentIds }: Input): Promise<{ links: AttachmentLinks[] }> {
    const thread = await this.access.thread(caller, threadId, 'conversations.read')
    return { links: await this.attachments.link(readerOf(thread, 'staff'), attachmentIds) }
  }
}

const readerOf = ({ tenantId, id: threadId }: Thread, audience: Audience) => ({ tenantId, threadId, audience })

const FILES_PAGE = 30

/** Everything that was sent to or by one contact. */
@Singleton()
export class ListFilesOfContactForStaff {
  @Inject()
  private readonly attachments!: Attachments

  @Inject()
  private readonly threads!: ThreadRepository

  @Inject()
  private readonly access!: ConversationAccess

  async run(
    caller: StaffPrincipal,
    { contactId, cursor }: StaffCommands['conversations:listFilesOfContact']['input'],
  ): Promise<StaffCommands['conversations:listFilesOfContact']['output']> {
    const { tenantId } = caller
    const found = await this.attachments.listOfContact({ tenantId, contactId }, { before: cursor, limit: FILES_PAGE })
    const readable = await this.readable(caller, new Set(found.flatMap(({ claim }) => claim?.threadId ?? [])))
    const files = found.flatMap((each) => {
      if (each.claim === null || !readable.has(each.claim.threadId)) return []
      const { threadId, authorRole, isInternal = false } = each.claim
      const sentAt = (each.claimedAt ?? each.createdAt).toISOString()
      return [{ attachment: attachmentView(each), threadId, authorRole, isInternal, sentAt }]
    })
    return { files, next: found.length === FILES_PAGE ? (found.at(-1)?.id ?? null) : null }
  }

  /** A contact may have threads that this reader does not reach. */
  private async readable(caller: StaffPrincipal, threadIds: Set<string>): Promise<Set<string>> {
    const readable = new Set<string>()
    for (const threadId of threadIds) {
      const thread = await this.threads.get(caller.tenantId, threadId)
      if (await this.access.readsThread(caller, thread)) readable.add(threadId)
    }
    return readable
  }
}
