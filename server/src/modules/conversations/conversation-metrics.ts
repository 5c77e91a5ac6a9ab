import { Init, Inject, Singleton } from '@midwayjs/core'
import { FactBus } from '../../platform/fact-bus.js'
import { Metrics } from '../../platform/metrics/metrics.js'
import type { Counting } from '../../platform/metrics/metrics.js'
import type { CommandConnection } from '../../platform/realtime/command-registry.js'
import { Tenants } from '../tenants/index.js'
import type { Decision } from './conversation.schema.js'
import type { Audience } from './entry.repository.js'
import { InboxRepository } from './inbox.repository.js'

/** How an attempt to give a conversation to an agent went. */
type AssignmentOutcome = 'assigned' | 'at_capacity' | 'not_waiting' | 'edit_conflict'

/** What conversations count of themselves; names and meanings stand in docs/deployment.md. */
@Singleton()
export class ConversationMetrics {
  @Inject()
  private readonly metrics!: Metrics

  @Inject()
  private readonly bus!: FactBus

  @Inject()
  private readonly tenants!: Tenants

  @Inject()
  private readonly inbox!: InboxRepository

  private entries!: Counting<'author' | 'kind'>
  private doubles!: Counting
  private races!: Counting
  private resumes!: Counting<'audience' | 'outcome'>
  private gaps!: Counting<'audience'>
  private assignments!: Counting<'by' | 'outcome'>
  private slotConflicts!: Counting
  /** Connections that have asked for what they missed: what they ask for later is a gap. */
  private readonly resumed = new WeakSet<CommandConnection>()

  @Init()
  initialize(): void {
    const { metrics } = this
    this.entries = metrics.counter('parley_entries_stored_total', 'Entries stored.', ['author', 'kind'])
    this.doubles = metrics.counter('parley_doubles_caught_total', 'Messages that were sent again and stored once.')
    this.races = metrics.counter('parley_log_races_total', 'Places in a log that somebody else took first.')
    this.resumes = metrics.counter('parley_resumes_total', 'First pulls of a connection.', ['audience', 'outcome'])
    this.gaps = metrics.counter('parley_gaps_asked_total', 'Later pulls that found something.', ['audience'])
    this.assignments = metrics.counter('parley_assignments_total', 'Attempts to assign.', ['by', 'outcome'])
    this.slotConflicts = metrics.counter('parley_slot_conflicts_total', 'Slots that another claim took first.')
  }

  start(): void {
    if (!this.metrics.isOn) return
    this.bus.on('conversations:entryStored', ({ entry }) => {
      this.entries.inc({ author: entry.author.role, kind: entry.body.kind })
    })
    this.metrics.lookedUp({
      name: 'parley_conversations_waiting',
      help: 'Conversations of the whole installation that wait for an agent.',
      labels: [],
      look: async () => [{ labels: {}, value: await this.countWaiting() }],
    })
  }

  doubleCaught(): void {
    this.doubles.inc()
  }

  raceLost(): void {
    this.races.inc()
  }

  slotTaken(): void {
    this.slotConflicts.inc()
  }

  assignmentTried(by: Decision['by'], outcome: AssignmentOutcome): void {
    this.assignments.inc({ by, outcome })
  }

  /** A connection asked for what came after its cursors. */
  pulled(
    audience: Audience,
    connection: CommandConnection,
    threads: readonly { entries: readonly unknown[]; mustReload?: boolean }[],
  ): void {
    const isBehind = threads.some(({ entries, mustReload }) => mustReload === true || entries.length > 0)
    if (this.resumed.has(connection)) {
      if (isBehind) this.gaps.inc({ audience })
      return
    }
    this.resumed.add(connection)
    const mustReload = threads.some((thread) => thread.mustReload)
    const caughtUp = isBehind ? 'entries' : 'current'
    this.resumes.inc({ audience, outcome: mustReload ? 'reload' : caughtUp })
  }

  private async countWaiting(): Promise<number> {
    const counts = (await this.tenants.list()).map(({ key }) => this.inbox.countWaiting(key))
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  }
}
