import { Inject, Singleton } from '@midwayjs/core'
import { ContactHistory } from './contact-history.js'
import { ConversationMetrics } from './conversation-metrics.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { CrashRecovery } from './crash-recovery.js'
import { Counting } from './counting.js'
import { MessageFiles } from './message-files.js'
import { ReadFromStore } from './read-from-store.js'
import { SearchIndex } from './search-index.js'
import { Summaries } from './summaries.js'
import { Unfinished } from './unfinished.js'

/** What runs beside the commands: announcing, summarising, mending. Started once the store is ready, stopped before it closes. */
@Singleton()
export class ConversationUpkeep {
  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly history!: ContactHistory

  @Inject()
  private readonly recovery!: CrashRecovery

  @Inject()
  private readonly store!: ReadFromStore

  @Inject()
  private readonly unfinished!: Unfinished

  @Inject()
  private readonly files!: MessageFiles

  @Inject()
  private readonly counting!: Counting

  @Inject()
  private readonly search!: SearchIndex

  @Inject()
  private readonly summaries!: Summaries

  @Inject()
  private readonly metrics!: ConversationMetrics

  async start(): Promise<void> {
    this.metrics.start()
    this.broadcast.start()
    this.history.start()
    await this.recovery.start()
    this.store.start()
    await this.unfinished.sweep()
    this.unfinished.start()
    this.files.start()
    this.counting.start()
    this.search.start()
  }

  async stop(): Promise<void> {
    this.unfinished.stop()
    this.files.stop()
    this.store.stop()
    await this.summaries.flush()
    await this.counting.stop()
    await this.search.stop()
    await this.recovery.stop()
  }
}
