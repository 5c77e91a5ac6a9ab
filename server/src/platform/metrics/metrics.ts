import { Init, Inject, Singleton } from '@midwayjs/core'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { CurrentSettings } from '../../config/current-settings.js'

/** From what nobody notices to what everybody does. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A value that is looked up when somebody asks for it, not kept up to date. */
export interface Looked<Label extends string> {
  name: string
  help: string
  labels: readonly Label[]
  look: () => LookedAt<Label> | Promise<LookedAt<Label>>
}

type LookedAt<Label extends string> = { labels: Record<Label, string>; value: number }[]

/**
 * What this process counts of itself, for Prometheus. Labels are words of the code (a command, an outcome), never ids: their
 * number is bounded, and nobody is named. Counting costs a quarter of a microsecond; whatever costs more is looked up on asking.
 */
@Singleton()
export class Metrics {
  @Inject()
  private readonly settings!: CurrentSettings

  private readonly registry = new Registry()

  @Init()
  initialize(): void {
    // Watching the event loop and the garbage collector is for those who look at it.
    if (this.isOn) collectDefaultMetrics({ register: this.registry })
  }

  /** Whether anybody may ask. */
  get isOn(): boolean {
    return this.settings.values.metricsToken !== null
  }

  counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  /** Durations in seconds. */
  durations<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [this.registry] })
  }

  /** A gauge whose values are found when it is asked for; when they cannot be found it is left out. */
  lookedUp<Label extends string>({ name, help, labels, look }: Looked<Label>): void {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      collect: async () => {
        gauge.reset()
        for (const { labels: of, value } of await Promise.resolve(look()).catch(() => [])) gauge.set(of, value)
      },
    })
  }

  /** Everything in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics()
  }

  get contentType(): string {
    return this.registry.contentType
  }
}
