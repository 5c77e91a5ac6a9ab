export { ChannelRepository } from './channel.repository.js'
export type { Channel } from './channel.repository.js'
