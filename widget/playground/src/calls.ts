import type { ParleyCall, ParleyEvent } from '../../sdk/src/api'
import { BOOT } from './chat-door'
import { host, tokenOf } from './host'

/** Every call of the SDK, with arguments to begin with as they stand between its parentheses; null: the shop gives them itself. */
const ARGUMENTS: Record<ParleyCall, string | null> = {
  open: '',
  close: '',
  toggle: '',
  show: '',
  hide: '',
  identify: null,
  logout: '',
  setAttributes: '{ "plan": "gold", "basket": 3 }',
  send: '{ "type": "card", "title": "Kettle", "price": "¥199" }',
  setLocale: '"zh-CN"',
  setTheme: '{ "mode": "dark", "position": "left" }',
  update: '{ "theme": { "color": "#2f5d50" } }',
  on: '"unread"',
  once: '"message:received"',
  off: '"unread"',
  get: '"contact"',
  boot: JSON.stringify(BOOT, null, 1).replaceAll(/\s+/g, ' '),
  destroy: '',
}
const LISTENING = new Set<string>(['on', 'once', 'off'] satisfies ParleyCall[])

export const calls = Object.entries(ARGUMENTS).map(([name, given]) => ({ name: name as ParleyCall, given }))

/** Hears what `on` and `once` listen to; the same one each time, so that `off` finds it. */
const listeners = new Map<string, (detail: unknown) => void>()

function listenerFor(event: string, hear: (event: string, detail: unknown) => void): (detail: unknown) => void {
  const listener = listeners.get(event) ?? ((detail: unknown) => hear(event, detail))
  listeners.set(event, listener)
  return listener
}

/**
 * Makes the call with what was typed as its arguments.
 * @throws SyntaxError when that is not JSON; whatever the call rejects with
 */
export async function make(
  name: ParleyCall,
  typed: string,
  hear: (event: string, detail: unknown) => void,
): Promise<unknown> {
  const args = JSON.parse(`[${typed}]`) as unknown[]
  const { user } = host
  if (name === 'identify' && user !== null) args.push({ getToken: () => tokenOf(user) })
  if (LISTENING.has(name)) args.push(listenerFor(String(args[0]), hear))
  return (window.Parley as unknown as (name: string, ...args: unknown[]) => Promise<unknown>)(name, ...args)
}

/** Every event, for the log. */
export const EVENTS = Object.keys({
  ready: 0,
  open: 0,
  close: 0,
  unread: 0,
  'message:received': 0,
  'message:sent': 0,
  'message:failed': 0,
  'conversation:started': 0,
  'conversation:ended': 0,
  'identity:expired': 0,
  error: 0,
} satisfies Record<ParleyEvent, 0>)
