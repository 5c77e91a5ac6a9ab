import type { ParleyEvent, ParleyEvents, ParleyListener } from './api.js'

/** Said again to whoever begins to listen later: the state of things, not something that happened. */
const STANDING = new Set<ParleyEvent>(['ready', 'unread'])

/** Events for the page: to listeners, and as DOM events `parley:<name>` on the document. */
export class Emitter {
  readonly #listeners = new Map<ParleyEvent, Set<(detail: never) => void>>()
  readonly #standing = new Map<ParleyEvent, unknown>()

  on<Name extends ParleyEvent>(name: Name, listener: ParleyListener<Name>): void {
    const listening = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listening.add(listener))
    if (this.#standing.has(name)) tell(listener, this.#standing.get(name) as ParleyEvents[Name])
  }

  once<Name extends ParleyEvent>(name: Name, listener: ParleyListener<Name>): void {
    const only: ParleyListener<Name> = (detail) => {
      this.off(name, only)
      listener(detail)
    }
    this.on(name, only)
  }

  off<Name extends ParleyEvent>(name: Name, listener: ParleyListener<Name>): void {
    this.#listeners.get(name)?.delete(listener)
  }

  emit<Name extends ParleyEvent>(name: Name, detail: ParleyEvents[Name]): void {
    if (STANDING.has(name)) this.#standing.set(name, detail)
    this.#listeners.get(name)?.forEach((listener) => tell(listener, detail as never))
    document.dispatchEvent(new CustomEvent(`parley:${name}`, { detail }))
  }

  /** What stood no longer does: the chat has left the page. */
  forget(): void {
    this.#standing.clear()
  }
}

/** A listener that throws is the page's own matter: it is reported there, and keeps nobody else from hearing. */
function tell<Detail>(listener: (detail: Detail) => void, detail: Detail): void {
  try {
    listener(detail)
  } catch (error) {
    setTimeout(() => {
      throw error
    })
  }
}
