import { shallowReactive } from 'vue'
import { BRIDGE_VERSION } from '../../sdk/src/bridge'
import type { FrameCall, FrameSettings, FromFrame, Hello, ToFrame } from '../../sdk/src/bridge'
import { LentStorage } from './lent-storage'
import type { StorageChange, Surroundings } from './surroundings'

/**
 * Waits for the page around to say hello, and is deaf to everybody else: the message must come from the window above and
 * from the origin that the address names, which the server lets frame this channel. Whatever follows comes by the port.
 */
export function embeddedIn(pageOrigin: string): Promise<Surroundings> {
  return new Promise((resolve) => {
    const listen = (event: MessageEvent<Partial<Hello> | null>): void => {
      const [port] = event.ports
      if (event.source !== window.parent || event.origin !== pageOrigin || port === undefined) return
      if (event.data?.parley !== 'hello' || event.data.version !== BRIDGE_VERSION) return
      removeEventListener('message', listen)
      resolve(new Embedded(port, event.data as Hello).surroundings)
    }
    addEventListener('message', listen)
  })
}

/** A page of the site that the chat stands in, at the other end of the port. */
class Embedded {
  readonly surroundings: Surroundings
  private takeStorage: (change: StorageChange) => void = () => undefined
  private takeCall: (call: FrameCall) => Promise<void> = () => Promise.resolve()
  private takeSettings: (settings: FrameSettings) => void = () => undefined
  private asked = 0
  private readonly tokens = new Map<number, (token: string | null) => void>()
  private readonly lent: Record<'lasting' | 'ofTab', LentStorage>

  constructor(
    private readonly port: MessagePort,
    private readonly hello: Hello,
  ) {
    const lend = (area: 'lasting' | 'ofTab') =>
      new LentStorage(hello[area], (change) => this.post({ type: 'store', area, ...change }))
    this.lent = { lasting: lend('lasting'), ofTab: lend('ofTab') }
    this.surroundings = {
      isEmbedded: true,
      storage: this.lent,
      state: shallowReactive({ isShown: hello.isShown, openings: 0, notifying: hello.notifying }),
      emit: (name, detail) => this.post({ type: 'event', name, detail: { ...detail } }),
      close: () => this.post({ type: 'close' }),
      askForToken: () => this.askForToken(),
      askToNotify: () => this.post({ type: 'askToNotify' }),
      notify: (title, body) => this.post({ type: 'notify', title, body }),
      tellContact: (contact) => this.post({ type: 'contact', contact }),
      tellColour: (color) => this.post({ type: 'look', color }),
      onStorageChange: (take) => (this.takeStorage = take),
      onCall: (take) => this.answerBy(take),
      onSettings: (take) => this.settleBy(take),
    }
    port.onmessage = (event) => this.take(event.data as ToFrame)
  }

  /** Only now can calls be answered. */
  private answerBy(take: (call: FrameCall) => Promise<void>): void {
    this.takeCall = take
    this.post({ type: 'ready', version: __APP_VERSION__ })
  }

  private settleBy(take: (settings: FrameSettings) => void): void {
    this.takeSettings = take
    take(this.hello.settings)
  }

  private post(message: FromFrame): void {
    this.port.postMessage(message)
  }

  private take(message: ToFrame): void {
    const { state } = this.surroundings
    switch (message.type) {
      case 'settings':
        return this.takeSettings(message.settings)
      case 'shown':
        state.isShown = message.isShown
        if (message.isShown && message.takesFocus) state.openings++
        return
      case 'call':
        return void this.answer(message.id, message.call)
      case 'stored':
        this.lent[message.area].corrected(message)
        return this.takeStorage({ key: message.key, newValue: message.value })
      case 'token':
        this.tokens.get(message.id)?.(message.token)
        this.tokens.delete(message.id)
        return
      case 'notifying':
        state.notifying = message.state
        return
      default: // from a newer loader
    }
  }

  private async answer(id: number, call: FrameCall): Promise<void> {
    const error = await this.takeCall(call).then(
      () => null,
      (reason: { code?: string }) => reason.code ?? 'internal',
    )
    this.post({ type: 'answer', id, error })
  }

  private askForToken(): Promise<string | null> {
    const id = ++this.asked
    return new Promise((resolve) => {
      this.tokens.set(id, resolve)
      this.post({ type: 'token', id })
    })
  }
}
