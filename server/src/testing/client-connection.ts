import type { CallCommand } from '@parley/shared/kernel/command'
import { callOver } from '@parley/shared/kernel/call'
import type { ContactCommands, StaffCommands } from '@parley/shared/protocol'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'

/** A command may be answered this late under a test's load. */
const CALL_TIMEOUT_MS = 15_000

/** An open socket with typed calls. */
export interface ClientConnection<Call> {
  socket: Socket
  call: Call
}

export interface SignedIn {
  id: string
  cookie: string
}

/** Signs staff in over HTTP. */
export async function signIn(url: string, login: string, password: string): Promise<SignedIn> {
  const response = await postJson(`${url}/api/v1/staff/session`, { login, password })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const body = (await response.json()) as { staff: { id: string } }
  if (!response.ok) throw new Error(`signing in failed: ${JSON.stringify(body)}`)
  return { id: body.staff.id, cookie }
}

export interface Visitor {
  id: string
  token: string
}

/** Begins a visitor's session over HTTP. */
export async function beginVisit(url: string, channelKey = 'demo', token?: string): Promise<Visitor> {
  const response = await postJson(`${url}/api/v1/contact/session`, {
    channelKey,
    ...(token === undefined ? {} : { token }),
  })
  const body = (await response.json()) as { token: string; contact: { id: string } }
  if (!response.ok) throw new Error(`beginning a visit failed: ${JSON.stringify(body)}`)
  return { id: body.contact.id, token: body.token }
}

export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

/** `headers` are what a browser would add by itself, such as the origin of the page. */
export function contactSocket(
  url: string,
  token: string,
  headers: Record<string, string> = {},
): ClientConnection<CallCommand<ContactCommands>> {
  const socket = open(`${url}/contact`, { auth: { token }, extraHeaders: headers })
  return { socket, call: callOver<ContactCommands>(socket, CALL_TIMEOUT_MS) }
}

/** `headers` are what a browser would add by itself, such as the origin of the page. */
export function staffSocket(
  url: string,
  cookie: string,
  headers: Record<string, string> = {},
): ClientConnection<CallCommand<StaffCommands>> {
  const socket = open(`${url}/staff`, { extraHeaders: { cookie, ...headers } })
  return { socket, call: callOver<StaffCommands>(socket, CALL_TIMEOUT_MS) }
}

function open(url: string, options: { auth?: object; extraHeaders?: Record<string, string> }): Socket {
  return io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 300,
    ...options,
  })
}

/** Resolves when a socket is connected; rejects with the server's reason, but waits for a server that is not there. */
export function connected(socket: Socket): Promise<void> {
  if (socket.connected) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const refused = (error: Error) => {
      // Only a refusal by the server carries data; while nobody listens the client goes on trying.
      if (!('data' in error)) return
      socket.off('connect_error', refused)
      reject(error)
    }
    socket.on('connect_error', refused)
    socket.once('connect', () => {
      socket.off('connect_error', refused)
      resolve()
    })
  })
}
