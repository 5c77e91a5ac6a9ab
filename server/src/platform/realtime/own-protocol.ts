import { ParleyError } from '@parley/shared/kernel/errors'
import { PROTOCOL_VERSION } from '@parley/shared/kernel/protocol-version'
import type { Socket } from 'socket.io'

/**
 * A page from before an update, or from after it at a node that is still to be replaced, could misread what it is told.
 * Programs that name no version are taken at their word. @throws ParleyError `reload_required`
 */
export function requireOwnProtocol({ auth }: Socket['handshake']): void {
  const { protocol } = auth as { protocol?: unknown }
  if (protocol !== undefined && protocol !== PROTOCOL_VERSION) throw new ParleyError('reload_required')
}
