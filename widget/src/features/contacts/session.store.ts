import type { BeginContactSession, ContactSession } from '@parley/shared/contacts/session'
import { ParleyError } from '@parley/shared/kernel/errors'
import { shallowReactive } from 'vue'
import type { BegunSession } from './session.api'

export type SessionStorage = Pick<Storage, 'getItem' | 'setItem'>

export interface SessionDoors {
  channelKey: string
  storage: SessionStorage
  begin: (body: BeginContactSession) => Promise<BegunSession>
  /** Milliseconds to wait before attempt n + 1. */
  backoffMs?: (attempt: number) => number
}

interface State {
  session: ContactSession | null
  status: 'none' | 'beginning' | 'ready' | 'failing' | 'unknown_channel'
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

  /** Tries until there is a session, resolves with false when there never will be. Calls while one runs share it. */
  begin(): Promise<boolean> {
    this.running ??= this.tryUntilBegun().finally(() => (this.running = undefined))
    return this.running
  }

  /** Ends the waiting between two attempts. */
  retryNow(): void {
    this.wakeUp?.()
  }

  /** Another tab stored a session: from now on it is this tab's too. Returns whether that is another contact. */
  adoptStored(): boolean {
    const stored = this.stored()
    if (stored === null) return false
    const isOther = stored.contact.id !== this.state.session?.contact.id
    this.state.session = stored
    return isOther
  }

  private async tryUntilBegun(): Promise<boolean> {
    if (this.state.status !== 'failing') this.state.status = 'beginning'
    for (let attempt = 1; ; attempt++) {
      const problem = await this.tryOnce()
      if (problem === undefined) return true
      if (NO_SUCH_CHANNEL.has(problem.code)) {
        this.state.status = 'unknown_channel'
        return false
      }
      this.state.status = 'failing'
      const asked = problem.details.retryAfterMs ?? 0
      await this.pause(Math.max(asked, (this.doors.backoffMs ?? defaultBackoffMs)(attempt)))
    }
  }

  private async tryOnce(): Promise<ParleyError | undefined> {
    const token = this.stored()?.token ?? this.state.session?.token
    try {
      const { channelKey } = this.doors
      const begun = await this.doors.begin(token === undefined ? { channelKey } : { channelKey, token })
      this.state.clockAheadMs = begun.clockAheadMs
      this.keep(begun.session, token)
      this.state.status = 'ready'
      return undefined
    } catch (error) {
      if (error instanceof ParleyError) return error
      throw error
    }
  }

  /** Two tabs may begin at once: whoever finds a session that came meanwhile takes it and lets its own go. */
  private keep(session: ContactSession, sentToken: string | undefined): void {
    const stored = this.stored()
    const isOvertaken = stored !== null && stored.token !== sentToken
    this.state.session = isOvertaken ? stored : session
    if (!isOvertaken) this.doors.storage.setItem(this.storageKey, JSON.stringify(session))
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
