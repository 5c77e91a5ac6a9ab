import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { ConversationsBroadcast } from './conversations.broadcast.js'
import { CountBatchRepository } from './count-batch.repository.js'
import type { Countable } from './count-batch.repository.js'
import { CountRepository } from './count.repository.js'
import type { CountBatchDocument, CountMove } from './count.schema.js'
import { countPlaceOf, deltasOf, isSamePlace } from './count-moves.js'
import type { CountDelta } from './count-moves.js'

/** Counts follow what changes by this much, and are told this often at most. */
const FOLLOW_WITHIN_MS = 60
const TOLD_EVERY_MS = 250
/** What a crash left uncounted, and what other nodes could not finish. */
const SWEEP_EVERY_MS = 5_000
const REBUILT_EVERY_MS = 24 * 60 * 60_000
const AT_ONCE = 500

/**
 * Keeps the counts on the tabs without ever counting: a conversation that changes its place is marked in the same write, and
 * the marked ones are taken in by batches. A batch is written down first and has a number that rises, and every write that
 * follows from it carries the number: so whoever finds one half done may finish it, and no change counts twice or never.
 */
@Singleton()
export class Counting {
  @Inject()
  private readonly batches!: CountBatchRepository

  @Inject()
  private readonly counts!: CountRepository

  @Inject()
  private readonly broadcast!: ConversationsBroadcast

  @Inject()
  private readonly mongo!: MongoConnection

  @Logger()
  private readonly logger!: ILogger

  /** Rows that moved and were not told yet, by tenant. */
  private moved = new Map<string, Pick<CountDelta, 'queueId' | 'assigneeId'>[]>()
  private followTimer: NodeJS.Timeout | undefined
  private toldTimer: NodeJS.Timeout | undefined
  private sweepTimer: NodeJS.Timeout | undefined
  private working: Promise<void> = Promise.resolve()
  private isStopped = false

  start(): void {
    this.sweepTimer = setInterval(() => this.schedule('sweep'), SWEEP_EVERY_MS)
    this.sweepTimer.unref()
    this.schedule('sweep')
  }

  async stop(): Promise<void> {
    clearInterval(this.sweepTimer)
    clearTimeout(this.followTimer)
    this.schedule('marked')
    this.isStopped = true
    await this.working
    clearTimeout(this.toldTimer)
  }

  /** Something was marked. */
  wake(): void {
    this.followTimer ??= setTimeout(() => {
      this.followTimer = undefined
      this.schedule('marked')
    }, FOLLOW_WITHIN_MS)
  }

  private schedule(what: 'marked' | 'sweep'): void {
    if (this.isStopped) return
    this.working = this.working
      .then(() => this.countMarked())
      .then(() => (what === 'sweep' ? this.rebuildDue() : undefined))
      .catch((error: Error) => this.logger.warn('counts could not follow and are tried again: %s', error.message))
  }

  private async countMarked(): Promise<void> {
    const tenantIds = await this.batches.listTenantsWithUncounted(AT_ONCE)
    for (const tenantId of tenantIds) await this.countTenant(tenantId)
    if (tenantIds.length > 0 && !this.isStopped) this.wake()
  }

  private async countTenant(tenantId: string): Promise<void> {
    const last = await this.free(tenantId)
    const marked = await this.batches.listUncounted(tenantId, AT_ONCE)
    const [moves, unmoved] = split(marked)
    await this.batches.unmark(tenantId, unmoved)
    if (moves.length === 0) return
    const batch = await this.batches.open(last, { moves, isRebuild: false })
    if (batch !== null) await this.finish(batch)
  }

  private async rebuildDue(): Promise<void> {
    const due = new Date(this.mongo.now().getTime() - REBUILT_EVERY_MS)
    for (const tenantId of await this.batches.listNotRebuiltSince(due)) {
      const batch = await this.batches.open(await this.free(tenantId), { moves: [], isRebuild: true })
      if (batch !== null) await this.finish(batch)
    }
  }

  /** The last batch, when nothing of it is left to do: what another node left is finished first. */
  private async free(tenantId: string): Promise<CountBatchDocument> {
    const last = await this.batches.last(tenantId)
    if (last.moves.length === 0 && !last.isRebuild) return last
    await this.finish(last)
    return this.free(tenantId)
  }

  private async finish(batch: CountBatchDocument): Promise<void> {
    const rows = batch.isRebuild ? await this.rebuild(batch) : await this.follow(batch)
    await this.batches.close(batch)
    this.moved.set(batch.tenantId, [...(this.moved.get(batch.tenantId) ?? []), ...rows])
    this.toldTimer ??= setTimeout(() => void this.tell(), TOLD_EVERY_MS)
  }

  private async follow(batch: CountBatchDocument): Promise<CountDelta[]> {
    const deltas = deltasOf(batch.moves)
    await this.counts.add(batch.tenantId, batch.batch, deltas)
    await this.batches.settle(batch)
    return deltas
  }

  private async rebuild({
    tenantId,
    batch,
  }: CountBatchDocument): Promise<Pick<CountDelta, 'queueId' | 'assigneeId'>[]> {
    return this.counts.replace(tenantId, batch, await this.batches.sumUp(tenantId))
  }

  private async tell(): Promise<void> {
    this.toldTimer = undefined
    const moved = this.moved
    this.moved = new Map()
    try {
      for (const [tenantId, rows] of moved)
        this.broadcast.countsChanged(tenantId, await this.counts.list(tenantId, rows))
    } catch (error) {
      this.logger.warn('counts could not be told: %s', (error as Error).message)
    }
  }
}

/** Those that count elsewhere now, and those that are back where they count. */
function split(marked: readonly Countable[]): [CountMove[], Countable[]] {
  const moves: CountMove[] = []
  const unmoved: Countable[] = []
  for (const conversation of marked) {
    const from = conversation.counted ?? null
    const to = countPlaceOf(conversation)
    if (to === null || isSamePlace(from, to)) unmoved.push(conversation)
    else moves.push({ conversationId: conversation._id, from, to })
  }
  return [moves, unmoved]
}
