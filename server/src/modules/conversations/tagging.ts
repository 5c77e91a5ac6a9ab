import { Init, Inject, Singleton } from '@midwayjs/core'
import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { ParleyError } from '@parley/shared/kernel/errors'
import { TAGS_PER_CONVERSATION } from '@parley/shared/tags/limits'
import { FactBus } from '../../platform/fact-bus.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { TagRepository } from '../tags/index.js'
import { ConversationAccess } from './conversation-access.js'
import { Summaries } from './summaries.js'
import { TaggingRepository } from './tagging.repository.js'
import { summaryOf } from './views.js'

interface Input {
  conversationId: string
  tagId: string
}

/** Puts a tag of the tenant's list on a conversation; one that is there stays. */
@Singleton()
export class TagConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly tags!: TagRepository

  @Inject()
  private readonly tagging!: TaggingRepository

  @Inject()
  private readonly summaries!: Summaries

  /** @throws ParleyError `not_found`, `forbidden`, `too_large` */
  async run(caller: StaffPrincipal, input: Input): Promise<{ conversation: ConversationSummary }> {
    const conversation = await this.access.conversation(caller, input.conversationId, 'conversations.tag')
    if ((await this.tags.find(caller.tenantId, input.tagId)) === null) throw new ParleyError('not_found')
    if (conversation.tagIds.includes(input.tagId)) return { conversation: summaryOf(conversation) }
    if (conversation.tagIds.length >= TAGS_PER_CONVERSATION) throw new ParleyError('too_large')
    const tagged = await this.tagging.add(conversation, input.tagId)
    if (tagged !== null) this.summaries.touch(tagged)
    return { conversation: summaryOf(tagged ?? conversation) }
  }
}

@Singleton()
export class UntagConversationOfStaff {
  @Inject()
  private readonly access!: ConversationAccess

  @Inject()
  private readonly tagging!: TaggingRepository

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly bus!: FactBus

  @Init()
  listen(): void {
    this.bus.on('tags:deleted', ({ tenantId, tagId }) => this.tagging.removeEverywhere(tenantId, tagId))
  }

  /** @throws ParleyError `not_found`, `forbidden` */
  async run(caller: StaffPrincipal, input: Input): Promise<{ conversation: ConversationSummary }> {
    const conversation = await this.access.conversation(caller, input.conversationId, 'conversations.tag')
    const untagged = await this.tagging.remove(conversation, input.tagId)
    if (untagged !== null) this.summaries.touch(untagged)
    return { conversation: summaryOf(untagged ?? conversation) }
  }
}
