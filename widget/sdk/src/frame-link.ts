import type { ParleyIdentity } from './api.js'
import { notifying } from './attention.js'
import { BRIDGE_VERSION } from './bridge.js'
import type { FrameCall, FrameSettings, FromFrame, Hello, ToFrame } from './bridge.js'
import { awaited, failure } from './own.js'
import type { Awaited } from './own.js'
import type { PageStorage } from './page-storage.js'

/** A frame that has not answered by then will not: the network, or a site that the channel does not know. */
const ANSWER_WITHIN_MS = 20_000

export interface FrameDoors {
  storage: PageStorage
  settings: () => FrameSettings
  isShown: () => boolean
  /** What is left after storage, answers and tokens are dealt with. */
  take: (message: FromFrame) => void
  /** The frame stands in the page but does not answer. */
  onSilence: () => void
}

/**
 * The conversation with the frame. It begins with one message from the page to the frame's exact origin, with a port of
 * their own; nothing that other windows post is ever listened to.
 */
export class FrameLink {
  isReady = false
  getToken: ParleyIdentity['getToken']
  private port: MessagePort | undefined
  private calls = 0
  private readonly answers = new Map<number, Awaited<void>>()
  private readonly ready = awaited()
  private readonly silence: ReturnType<typeof setTimeout>

  constructor(
    private readonly to: { frame: HTMLIFrameElement; isFrameThere: boolean; host: string },
    private readonly doors: FrameDoors,
  ) {
    this.ready.promise.catch(() => undefined)
    this.silence = setTimeout(() => this.gaveUp(), ANSWER_WITHIN_MS)
    to.frame.addEventListener('load', this.greet)
    if (to.isFrameThere) this.greet()
  }

  /** Resolves when the frame has done it; it waits for the frame, and rejects when there will be none. */
  async call(call: FrameCall): Promise<void> {
    await this.ready.promise
    const answer = awaited()
    const id = ++this.calls
    this.answers.set(id, answer)
    this.post({ type: 'call', id, call })
    return answer.promise
  }

  post(message: ToFrame): void {
    this.port?.postMessage(message)
  }

  destroy(): void {
    clearTimeout(this.silence)
    this.to.frame.removeEventListener('load', this.greet)
    this.port?.close()
    const gone = failure('destroyed')
    this.ready.reject(gone)
    for (const answer of this.answers.values()) answer.reject(gone)
  }

  /** At each load of the frame, so that one that had to reload finds its way back. */
  private readonly greet = (): void => {
    this.port?.close()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (event) => this.take(event.data as FromFrame)
    this.port = port1
    const { storage } = this.doors
    const hello: Hello = {
      parley: 'hello',
      version: BRIDGE_VERSION,
      settings: this.doors.settings(),
      lasting: storage.all('lasting'),
      ofTab: storage.all('ofTab'),
      isShown: this.doors.isShown(),
      notifying: notifying.state(),
    }
    this.to.frame.contentWindow?.postMessage(hello, this.to.host, [port2])
  }

  private take(message: FromFrame): void {
    switch (message.type) {
      case 'store': {
        const other = this.doors.storage.take(message)
        if (other !== null) this.post({ type: 'stored', area: message.area, key: message.key, value: other.value })
        return
      }
      case 'answer':
        return this.answered(message.id, message.error)
      case 'token':
        return void this.giveToken(message.id)
      case 'ready':
        clearTimeout(this.silence)
        this.isReady = true
        this.doors.take(message)
        return this.ready.resolve()
      default:
        return this.doors.take(message)
    }
  }

  private answered(id: number, error: string | null): void {
    const answer = this.answers.get(id)
    this.answers.delete(id)
    if (error === null) answer?.resolve()
    else answer?.reject(failure(error))
  }

  private async giveToken(id: number): Promise<void> {
    let token: unknown = null
    try {
      token = await this.getToken?.()
    } catch {
      // The page has none to give: the frame is told so.
    }
    this.post({ type: 'token', id, token: typeof token === 'string' && token !== '' ? token : null })
  }

  private gaveUp(): void {
    this.ready.reject(failure('unreachable'))
    this.doors.onSilence()
  }
}
