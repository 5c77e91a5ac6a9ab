export { HandBackChats } from './hand-back-chats.js'
export { QueueRepository } from './queue.repository.js'
export { Routing } from './routing.js'
export { RoutingGateway } from './routing.gateway.js'
