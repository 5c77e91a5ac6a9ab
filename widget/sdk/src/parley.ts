import type { ParleyApi, ParleyBoot, ParleyCalls, ParleyState } from './api.js'
import { Embedding } from './embedding.js'
import type { LoadEngine } from './embedding.js'
import { Emitter } from './emitter.js'
import { awaited, failure, OwnPromise } from './own.js'
import { settingsFrom } from './settings.js'

type Call = (...args: never[]) => unknown

/** The calls of a page, and the one chat that they are about. */
class Page {
  readonly #emitter = new Emitter()
  #embedding: Embedding | null = null
  #channel = ''
  /** What was called before there is a chat waits for it. */
  #booted = awaited<Embedding>()
  /** Boots and destroys happen in the order of their calls, and not before there is a body. */
  #turn: Promise<unknown> = bodyExists()

  constructor(
    private readonly loadEngine: LoadEngine,
    private readonly defaultHost: string | undefined,
  ) {}

  readonly calls: ParleyCalls = {
    boot: async (options) => this.#boot(options),
    identify: async (identity) => (await this.#chat()).identify(identity),
    logout: async () => (await this.#chat()).logout(),
    destroy: async () => this.#inTurn(() => this.#destroy()),
    open: async () => (await this.#chat()).open(),
    close: async () => (await this.#chat()).close(),
    toggle: async () => (await this.#chat()).toggle(),
    show: async () => (await this.#chat()).showLauncher({ isShown: true }),
    hide: async () => (await this.#chat()).showLauncher({ isShown: false }),
    update: async (options) => (await this.#chat()).update(options),
    setLocale: async (locale) => (await this.#chat()).update({ locale }),
    setTheme: async (theme) => (await this.#chat()).update({ theme }),
    setAttributes: async (attributes) => (await this.#chat()).tell('setAttributes', attributes),
    send: async (card) => (await this.#chat()).tell('send', card),
    on: async (name, listener) => this.#emitter.on(name, listener),
    once: async (name, listener) => this.#emitter.once(name, listener),
    off: async (name, listener) => this.#emitter.off(name, listener),
    get: async (name) => this.#state()[name],
  }

  async #boot(options: ParleyBoot): Promise<void> {
    const embedding = await this.#inTurn(() => this.#begin(options))
    const { identity } = options
    if (identity !== undefined) await embedding.identify(identity)
  }

  /** The same channel again changes the options of the chat that is there; another channel takes its place. */
  #begin(options: ParleyBoot): Embedding {
    const settings = settingsFrom(options, this.defaultHost)
    if (this.#embedding !== null && this.#channel === settings.channel) this.#embedding.update(options)
    else {
      this.#destroy()
      this.#channel = settings.channel
      this.#embedding = new Embedding(settings, this.#emitter, this.loadEngine)
      this.#booted.resolve(this.#embedding)
    }
    return this.#embedding
  }

  #destroy(): void {
    if (this.#embedding === null) return
    this.#embedding.destroy()
    this.#embedding = null
    this.#emitter.forget()
    this.#booted = awaited()
  }

  #inTurn<Result>(act: () => Result): Promise<Result> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => undefined)
    return done
  }

  #chat(): Promise<Embedding> {
    return this.#turn.then(() => this.#booted.promise)
  }

  #state(): ParleyState {
    const embedding = this.#embedding
    return {
      unread: embedding?.unread ?? 0,
      isOpen: embedding?.isOpen ?? false,
      isReady: embedding?.engine?.isReady ?? false,
      contact: embedding?.engine?.contact ?? null,
      locale: embedding?.language ?? '',
      version: embedding?.engine?.version ?? '',
    }
  }
}

/** Both forms of the calls: `Parley('open')` and `Parley.open()`. */
export function createApi(loadEngine: LoadEngine, defaultHost?: string): ParleyApi {
  const { calls } = new Page(loadEngine, defaultHost)
  const api = async (name: keyof ParleyCalls, ...args: never[]): Promise<unknown> => {
    if (!Object.keys(calls).includes(name)) throw failure('unknown_call')
    return (calls[name] as Call)(...args)
  }
  // A function has a name of its own, but none of the calls is called `name` or `length`.
  return Object.assign(api, calls) as ParleyApi
}

/** A script in the head runs before there is anything to stand in; any other has had its task, and the page gets a turn. */
const bodyExists = (): Promise<void> =>
  new OwnPromise((tell) => {
    if (document.body !== null) setTimeout(tell)
    else document.addEventListener('DOMContentLoaded', () => tell(), { once: true })
  })
