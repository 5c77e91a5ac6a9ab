/** The operation codes of the MongoDB wire protocol that are understood. */
export const OpCode = { reply: 1, query: 2004, compressed: 2012, message: 2013 } as const

export const MAX_MESSAGE_BYTES = 48_000_000
const HEADER_BYTES = 16

/** One message as it came, header fields read. */
export interface Frame {
  readonly requestId: number
  readonly opCode: number
  readonly body: Buffer
}

/** Thrown for bytes after which the stream cannot be trusted; the connection is closed. */
export class FrameError extends Error {}

/** Cuts a stream of bytes into messages. Holds no more than one message and what came behind it. */
export class FrameReader {
  private chunks: Buffer[] = []
  private held = 0
  private wanted = HEADER_BYTES

  /** @throws FrameError */
  push(chunk: Buffer): Frame[] {
    this.chunks.push(chunk)
    this.held += chunk.length
    if (this.held < this.wanted) return []
    const frames: Frame[] = []
    let bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks, this.held)
    for (;;) {
      this.wanted = sizeOf(bytes)
      if (bytes.length < this.wanted) break
      frames.push({
        requestId: bytes.readInt32LE(4),
        opCode: bytes.readInt32LE(12),
        body: bytes.subarray(HEADER_BYTES, this.wanted),
      })
      bytes = bytes.subarray(this.wanted)
    }
    this.chunks = bytes.length > 0 ? [bytes] : []
    this.held = bytes.length
    return frames
  }
}

function sizeOf(bytes: Buffer): number {
  if (bytes.length < HEADER_BYTES) return HEADER_BYTES
  const size = bytes.readInt32LE(0)
  if (size < HEADER_BYTES + 5 || size > MAX_MESSAGE_BYTES) throw new FrameError(`message length ${size} is not allowed`)
  return size
}

let nextRequestId = 1

function header(size: number, responseTo: number, opCode: number, extra: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + extra)
  nextRequestId = (nextRequestId + 1) & 0x7fffffff
  bytes.writeInt32LE(size, 0)
  bytes.writeInt32LE(nextRequestId, 4)
  bytes.writeInt32LE(responseTo, 8)
  bytes.writeInt32LE(opCode, 12)
  return bytes
}

/** An OP_MSG reply: flags 0, one section of kind 0. */
export function messageReply(responseTo: number, document: Buffer): Buffer {
  const head = header(HEADER_BYTES + 5 + document.length, responseTo, OpCode.message, 5)
  return Buffer.concat([head, document])
}

/** An OP_REPLY, for the first hello of drivers that still begin with OP_QUERY. */
export function queryReply(responseTo: number, document: Buffer): Buffer {
  const head = header(HEADER_BYTES + 20 + document.length, responseTo, OpCode.reply, 20)
  head.writeInt32LE(8, HEADER_BYTES)
  head.writeInt32LE(1, HEADER_BYTES + 16)
  return Buffer.concat([head, document])
}
