import type { Ack } from './ack.js'
import type { CallCommand } from './command.js'
import { ParleyError } from './errors.js'

/** How long a client waits for an answer before it treats the outcome as unknown. */
export const CALL_TIMEOUT_MS = 10_000

/** What a call needs of a Socket.IO client. */
interface AckingSocket {
  readonly connected: boolean
  timeout: (milliseconds: number) => { emitWithAck: (event: string, payload: unknown) => Promise<unknown> }
}

/**
 * The typed way to send a command over a socket. Rejects with `ParleyError`: the server's code, or `unavailable` when there
 * is no connection or no answer in time (the command may then have been carried out: repeat it with the same ids).
 */
export function callOver<Commands extends Record<string, { input: unknown; output: unknown }>>(
  socket: AckingSocket,
  timeoutMs = CALL_TIMEOUT_MS,
): CallCommand<Commands> {
  return async (name, input) => {
    if (!socket.connected) throw new ParleyError('unavailable')
    const answer = await socket
      .timeout(timeoutMs)
      .emitWithAck(name, input)
      .catch(() => {
        throw new ParleyError('unavailable')
      })
    const ack = answer as Ack<Commands[typeof name]['output']>
    if (ack.ok) return ack.data
    const { code, ...details } = ack.error
    throw new ParleyError(code, details)
  }
}
