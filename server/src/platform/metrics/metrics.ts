import { Init, Inject, Singleton } from '@midwayjs/core'
import type * as Prometheus from 'prom-client'
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

/** What those who count know of a counter and of a histogram. */
export type Counting<Label extends string = string> = Pick<Prometheus.Counter<Label>, 'inc'>
export type Timing<Label extends string> = Pick<Prometheus.Histogram<Label>, 'observe'>

/** Where nobody may ask, nothing is counted. */
const NOTHING = { inc: () => undefined, observe: () => undefined }

type LookedAt<Label extends string> = { labels: Record<Label, string>; value: number }[]

/**
 * What this process counts of itself, for Prometheus. Labels are words of the code (a command, an outcome), never ids: their
 * number is bounded, and nobody is named. Counting costs a quarter of a microsecond; whatever costs more is looked up on asking.
 */
@Singleton()
export class Metrics {
  @Inject()
  private readonly settings!: CurrentSettings

  /** Absent where nobody may ask. */
  private prometheus: { library: typeof Prometheus; registry: Prometheus.Registry } | undefined

  @Init()
  async initialize(): Promise<void> {
    if (!this.isOn) return
    const library = await import('prom-client')
    const registry = new library.Registry()
    library.collectDefaultMetrics({ register: registry })
    this.prometheus = { library, registry }
  }

  /** Whether anybody may ask. */
  get isOn(): boolean {
    return this.settings.values.metricsToken !== null
  }

  counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counting<Label> {
    if (this.prometheus === undefined) return NOTHING
    const { library, registry } = this.prometheus
    return new library.Counter({ name, help, labelNames, registers: [registry] })
  }

  /** Durations in seconds. */
  durations<Label extends string>(name: string, help: string, labelNames: Label[]): Timing<Label> {
    if (this.prometheus === undefined) return NOTHING
    const { library, registry } = this.prometheus
    return new library.Histogram({ name, help, labelNames, buckets: SECONDS, registers: [registry] })
  }

  /** A gauge whose values are found when it is asked for; when they cannot be found it is left out. */
  lookedUp<Label extends string>({ name, help, labels, look }: Looked<Label>): void {
    if (this.prometheus === undefined) return
    const { library, registry } = this.prometheus
    const gauge: Prometheus.Gauge<Label> = new library.Gauge({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      collect: async () => {
        gauge.reset()
        for (const { labels: of, value } of await Promise.resolve(look()).catch(() => [])) gauge.set(of, value)
      },
    })
  }

  /** Everything in Prometheus' text format; null where nobody may ask. */
  async read(): Promise<{ text: string; contentType: string } | null> {
    if (this.prometheus === undefined) return null
    const { registry } = this.prometheus
    return { text: await registry.metrics(), contentType: registry.contentType }
  }
}
