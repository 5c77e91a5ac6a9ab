import { Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'

type Listener = (payload: never) => void | Promise<void>

/** What is announced inside the server. Each module adds its facts by declaration merging, beside what publishes them. */
export interface ServerFacts {
  /** The server accepts connections. */
  'platform:started': Record<string, never>
}

/**
 * Carries facts from the module that wrote them to whoever subscribes, within this process. A listener that fails is
 * logged and stops neither the others nor the writer: nothing that follows a write may undo it.
 */
@Singleton()
export class FactBus {
  @Logger()
  private readonly logger!: ILogger

  private readonly listeners = new Map<string, Listener[]>()

  on<Name extends keyof ServerFacts>(name: Name, listener: (fact: ServerFacts[Name]) => void | Promise<void>): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
  }

  publish<Name extends keyof ServerFacts>(name: Name, payload: ServerFacts[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) void this.deliver(name, listener, payload)
  }

  private async deliver(name: string, listener: Listener, payload: unknown): Promise<void> {
    try {
      await listener(payload as never)
    } catch (error) {
      this.logger.error('a listener of %s failed: %s', name, error instanceof Error ? error.stack : error)
    }
  }
}
