// As much of the MongoDB wire protocol as the driver speaks to one server: OP_MSG, and OP_QUERY for the first hello.
import { deserialize, serialize } from 'bson'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const HEADER = 16
const CHECKSUM_PRESENT = 1

/** Cuts a stream of bytes into requests and gives each to `answer`; what that returns goes back. */
export function serveSocket(socket, answer) {
  let held = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length >= HEADER && held.length >= held.readInt32LE(0)) {
      const size = held.readInt32LE(0)
      const message = held.subarray(0, size)
      held = held.subarray(size)
      socket.write(reply(message, answer(read(message))))
    }
  })
}

/** The command, and the documents beside it, still as bytes. */
function read(message) {
  if (message.readInt32LE(12) === OP_QUERY) {
    const start = message.indexOf(0, HEADER + 4) + 1 + 8
    return { command: deserialize(message.subarray(start, start + message.readInt32LE(start))), beside: [] }
  }
  const end = message.length - (message.readUInt32LE(HEADER) & CHECKSUM_PRESENT ? 4 : 0)
  let offset = HEADER + 4
  let command = {}
  const beside = []
  while (offset < end) {
    const kind = message[offset]
    const size = message.readInt32LE(offset + 1)
    const section = message.subarray(offset + 1, offset + 1 + size)
    if (kind === 0) command = deserialize(section)
    else beside.push(...documentsIn(section))
    offset += 1 + size
  }
  return { command, beside }
}

/** A section of kind 1: its size, its name, then one document after the other. */
function documentsIn(section) {
  const documents = []
  let offset = section.indexOf(0, 4) + 1
  while (offset < section.length) {
    const size = section.readInt32LE(offset)
    documents.push(section.subarray(offset, offset + size))
    offset += size
  }
  return documents
}

function reply(message, fields) {
  const isQuery = message.readInt32LE(12) === OP_QUERY
  const body = serialize(fields)
  const head = Buffer.alloc(HEADER + (isQuery ? 20 : 5))
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(message.readInt32LE(4), 8)
  head.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12)
  if (isQuery) head.writeInt32LE(1, HEADER + 16)
  return Buffer.concat([head, body])
}
