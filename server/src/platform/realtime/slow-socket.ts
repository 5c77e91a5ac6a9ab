import type { Socket } from 'socket.io'

/** What may wait for one reader before it is cut: it reconnects and resumes from its cursor (P9). */
const WAITING_PACKETS_MAX = 256
const WAITING_BYTES_MAX = 1024 * 1024

/** The part of an Engine.IO connection that tells how far behind its reader is. */
interface Buffered {
  writeBuffer: { data?: unknown }[]
  on: (event: 'packetCreate' | 'drain', listener: (packet: { data?: unknown }) => void) => void
  close: (discard?: boolean) => void
}

/** Cuts a connection whose reader has stopped reading, before what waits for it fills the memory. */
export function cutWhenSlow(socket: Socket, onCut: () => void): void {
  const connection = socket.conn as unknown as Buffered
  let waitingBytes = 0
  connection.on('drain', () => {
    waitingBytes = 0
  })
  connection.on('packetCreate', (packet) => {
    waitingBytes += sizeOf(packet.data)
    if (connection.writeBuffer.length < WAITING_PACKETS_MAX && waitingBytes < WAITING_BYTES_MAX) return
    onCut()
    setImmediate(() => connection.close(true))
  })
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length
  return Buffer.isBuffer(data) ? data.byteLength : 0
}
