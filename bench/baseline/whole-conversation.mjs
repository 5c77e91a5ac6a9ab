// How the system before Parley kept conversations: each as one value in Redis, read and written whole for every message. Whoever writes
// at the same time loses what the other wrote. Otherwise as bare as the relay.
import { createServer } from 'node:http'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'

const redis = new Redis(process.argv[2])
const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
const keyOf = (threadId) => `conversation:${threadId}`

async function append(message) {
  const conversation = JSON.parse((await redis.get(keyOf(message.threadId))) ?? '{"messages":[]}')
  conversation.messages.push({ ...message, at: new Date().toISOString() })
  await redis.set(keyOf(message.threadId), JSON.stringify(conversation))
}

function take({ from, event, to }) {
  io.of(from).on('connection', (socket) => {
    for (const room of socket.handshake.auth.rooms) void socket.join(room)
    socket.on(event, async (message, acknowledge) => {
      await append(message)
      io.of(to).to(message.threadId).emit('conversations:entryAppended', message)
      acknowledge({ ok: true })
    })
  })
}

take({ from: '/contact', event: 'conversations:sendMessage', to: '/staff' })
take({ from: '/staff', event: 'conversations:sendReply', to: '/contact' })

/** Conversations as long as they are wanted, without each message having been sent. */
async function fill({ threadIds, messages }) {
  const text =
    'Hello, my order has not arrived yet and the page of the carrier shows nothing since Tuesday. Could you look?'
  for (const threadId of threadIds) {
    const all = Array.from({ length: messages }, (_, number) => ({
      ...{ threadId, clientMessageId: `before-${number}`, content: { type: 'text', text } },
      at: new Date().toISOString(),
    }))
    await redis.set(keyOf(threadId), JSON.stringify({ messages: all }))
  }
  process.send?.({ filled: threadIds.length })
}

process.on('message', (task) => void fill(task))
http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }))
process.once('disconnect', () => process.exit(0))
