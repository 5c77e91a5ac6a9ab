// R: a bare Socket.IO server that hands each message to the other side's room and acks it. It checks nothing, stores nothing and
// numbers nothing: what any chat server on this stack costs at least. Same events, payloads and clients as Parley's row. Its argument is its port.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })

function relay({ from, event, to, fact = 'conversations:entryAppended' }) {
  const audience = io.of(to)
  io.of(from).on('connection', (socket) => {
    socket.on(event, (message, acknowledge) => {
      audience.to(message.threadId).emit(fact, message)
      acknowledge({ ok: true })
    })
  })
}

for (const name of ['/contact', '/staff']) {
  io.of(name).on('connection', (socket) => {
    for (const room of socket.handshake.auth.rooms) void socket.join(room)
  })
}
relay({ from: '/contact', event: 'conversations:sendMessage', to: '/staff' })
relay({ from: '/staff', event: 'conversations:sendReply', to: '/contact' })
relay({ from: '/contact', event: 'conversations:setTyping', to: '/staff', fact: 'conversations:typingChanged' })
relay({ from: '/staff', event: 'conversations:setReplyTyping', to: '/contact', fact: 'conversations:typingChanged' })

http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.({ port: http.address().port }))
process.once('disconnect', () => process.exit(0))
