import { performance } from 'node:perf_hooks'
import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Ack } from '@parley/shared/kernel/ack'
import { Metrics } from '../metrics/metrics.js'
import type { Counting, Timing } from '../metrics/metrics.js'

/** Counts what goes over sockets. Commands by their name; what nobody knows is one name. */
@Singleton()
export class SocketMetrics {
  @Inject()
  private readonly metrics!: Metrics

  private answers!: Counting<'command' | 'outcome'>
  private seconds!: Timing<'command'>
  private entered!: Counting<'namespace' | 'outcome'>
  private slow!: Counting

  @Init()
  initialize(): void {
    this.answers = this.metrics.counter('parley_command_answers_total', 'Acks sent, by command and outcome.', [
      'command',
      'outcome',
    ])
    this.seconds = this.metrics.durations(
      'parley_command_duration_seconds',
      'From the arrival of a command to its ack.',
      ['command'],
    )
    this.entered = this.metrics.counter('parley_handshakes_total', 'Sockets let in or refused.', [
      'namespace',
      'outcome',
    ])
    this.slow = this.metrics.counter(
      'parley_slow_clients_cut_total',
      'Connections cut because their reader had stopped reading.',
    )
  }

  /** Begins to time a command; what it returns is called with the ack. */
  begin(command: string): (ack: Ack<unknown>) => void {
    const from = performance.now()
    return (ack) => {
      this.answers.inc({ command, outcome: ack.ok ? 'ok' : ack.error.code })
      this.seconds.observe({ command }, (performance.now() - from) / 1_000)
    }
  }

  handshake(namespace: string, outcome: string): void {
    this.entered.inc({ namespace, outcome })
  }

  slowClientCut(): void {
    this.slow.inc()
  }
}
