import type { ChannelLook } from '@parley/shared/channels/channel'
import type { BeginContactSession, ContactSession } from '@parley/shared/contacts/session'
import { isRetryable, ParleyError } from '@parley/shared/kernel/errors'
import { shallowReactive } from 'vue'
import type { BegunSession } from './session.api'

export type SessionStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface SessionDoors {
  channelKey: string
  storage: SessionStorage
  begin: (body: BeginContactSession) => Promise<BegunSession>
  /** How the channel looks, for whom it does not let in. */
  look: () => Promise<ChannelLook>
  /** A fresh token from the site that knows the contact; null when it has none. */
  askForToken: () => Promise<string | null>
  /** The site had no token for a contact whom it had identified: they are unknown from now on. */
  onExpired: () => void
  /** Milliseconds to wait before attempt n + 1. */
  backoffMs?: (attempt: number) => number
}

/** What a door is told of the visitor who passes it: with their token, what they wrote goes with them. */
export type Visitor = Pick<BeginContactSession, 'token'>

/** Who the host says the visitor is: its token, or a code that stands for one. */
export type HostWord = Pick<BeginContactSession, 'identity' | 'code'>

interface State {
  session: ContactSession | null
  /** Of a channel that has refused a visitor. */
  refusedBy: ChannelLook | null
  status: 'none' | 'beginning' | 'ready' | 'failing' | 'unknown_channel' | 'anonymous_refused'
  clockAheadMs: number
}

const defaultBackoffMs = (attempt: number): number =>
  Math.min(20_000, 1_000 * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2)

/** Nothing that the same request could mend: there is no such channel, or the address is not one. */
const NO_SUCH_CHANNEL = new Set(['not_found', 'bad_request'])

/** Who the visitor is, in this browser and this channel. All tabs share one session: the first one stored is everyone's. */
export class SessionStore {
  readonly state = shallowReactive<State>({
    session: null,
    refusedBy: null,
    status: 'none',
    clockAheadMs: 0,
  })
  /** Whether this browser was here before: then there may be messages to wait for. */
  readonly isReturning: boolean
  private running: Promise<boolean> | undefined
  private wakeUp: (() => void) | undefined

  constructor(private readonly doors: SessionDoors) {
    this.state.session = this.stored()
    this.isReturning = this.state.session !== null
  }

  get storageKey(): string {
    return `parley:${this.doors.channelKey}:session`
  }

  /** As far as it is known how the channel looks. */
  get channel(): ChannelLook | null {
    return this.state.session?.channel ?? this.state.refusedBy
  }

  /** Tries until there is a session, resolves with false when there never will be. Calls while one runs share it. */
  begin(): Promise<boolean> {
    this.running ??= this.tryUntilBegun().finally(() => (this.running = undefined))
    return this.running
  }

  /**
   * The contact is who this token, or the code that stands for one, says. Resolves when the server agrees; a network that is away is waited for.
   * @throws ParleyError `identity_refused`, `identity_expired`, `code_refused` and whatever else no repetition mends
   */
  async identify(word: HostWord): Promise<void> {
    await this.running
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.enter((visitor) => this.identified(word, visitor))
      } catch (error) {
        if (!(error instanceof ParleyError) || !isRetryable(error.code)) throw error
        await this.pause(this.waitMs(attempt, error))
      }
    }
  }

  /** The contact is whom this door finds in them. Rejects as the door does. */
  async enter(door: (visitor: Visitor) => Promise<BegunSession>): Promise<void> {
    const held = this.stored() ?? this.state.session
    const begun = await door(held !== null && !held.contact.isIdentified ? { token: held.token } : {})
    this.keep(begun, this.stored()?.token)
  }

  /** Nobody, until the next beginning. */
  forget(): void {
    this.state.session = null
    this.doors.storage.removeItem(this.storageKey)
  }

  /** Ends the waiting between two attempts. */
  retryNow(): void {
    this.wakeUp?.()
  }

  /** Another tab stored a session: from now on it is this tab's too. Returns whether that is another contact. */
  adoptStored(): boolean {
    const stored = this.stored()
    const isOther = stored?.contact.id !== this.state.session?.contact.id
    this.state.session = stored
    if (stored !== null) this.state.status = 'ready'
    return isOther
  }

  private async tryUntilBegun(): Promise<boolean> {
    if (this.state.status !== 'failing') this.state.status = 'beginning'
    for (let attempt = 1; ; attempt++) {
      const problem = await this.tryOnce()
      if (problem === undefined) return true
      if (NO_SUCH_CHANNEL.has(problem.code) || problem.code === 'anonymous_refused') {
        return this.refused(problem.code)
      }
      this.state.status = 'failing'
      await this.pause(this.waitMs(attempt, problem))
    }
  }

  private async refused(code: string): Promise<false> {
    if (code === 'anonymous_refused') this.state.refusedBy = await this.doors.look().catch(() => null)
    this.state.status = code === 'anonymous_refused' ? code : 'unknown_channel'
    return false
  }

  private waitMs(attempt: number, problem: ParleyError): number {
    return Math.max(problem.details.retryAfterMs ?? 0, (this.doors.backoffMs ?? defaultBackoffMs)(attempt))
  }

  private async tryOnce(): Promise<ParleyError | undefined> {
    const held = this.stored() ?? this.state.session
    try {
      const begun = await this.beginAgain(held)
      if (held?.contact.isIdentified === true && begun?.session.contact.isIdentified !== true) {
        return await this.renewIdentity(begun)
      }
      if (begun !== null) this.keep(begun, held?.token)
      return undefined
    } catch (error) {
      if (error instanceof ParleyError) return error
      throw error
    }
  }

  /** Null when the server knows the contact no more and lets nobody unknown in. */
  private async beginAgain(held: ContactSession | null): Promise<BegunSession | null> {
    const { channelKey } = this.doors
    try {
      return await this.doors.begin(held === null ? { channelKey } : { channelKey, token: held.token })
    } catch (error) {
      const isRefused = error instanceof ParleyError && error.code === 'anonymous_refused'
      if (isRefused && held?.contact.isIdentified === true) return null
      throw error
    }
  }

  /** What the site once said has run out: it is asked again, and without an answer the contact is unknown. */
  private async renewIdentity(unknown: BegunSession | null): Promise<ParleyError | undefined> {
    const identity = await this.doors.askForToken()
    if (identity !== null && (await this.isTaken(identity))) return undefined
    this.forget()
    this.doors.onExpired()
    if (unknown === null) return new ParleyError('anonymous_refused')
    this.keep(unknown, undefined)
    return undefined
  }

  /** Whether the server takes the token. Rejects while that cannot be known. */
  private async isTaken(identity: string): Promise<boolean> {
    try {
      await this.enter((visitor) => this.identified({ identity }, visitor))
      return true
    } catch (error) {
      if (error instanceof ParleyError && !isRetryable(error.code)) return false
      throw error
    }
  }

  private identified(word: HostWord, visitor: Visitor): Promise<BegunSession> {
    return this.doors.begin({ channelKey: this.doors.channelKey, ...word, ...visitor })
  }

  /** Two tabs may begin at once: whoever finds a session that came meanwhile takes it and lets its own go. */
  private keep({ session, clockAheadMs }: BegunSession, sentToken: string | undefined): void {
    const stored = this.stored()
    const isOvertaken = stored !== null && stored.token !== sentToken
    this.state.clockAheadMs = clockAheadMs
    this.state.session = isOvertaken ? stored : session
    if (!isOvertaken) this.doors.storage.setItem(this.storageKey, JSON.stringify(session))
    this.state.status = 'ready'
  }

  private stored(): ContactSession | null {
    try {
      const session = JSON.parse(this.doors.storage.getItem(this.storageKey) ?? 'null') as ContactSession | null
      return typeof session?.token === 'string' && typeof session.contact.id === 'string' ? session : null
    } catch {
      return null // written by another version: as if there were none
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
