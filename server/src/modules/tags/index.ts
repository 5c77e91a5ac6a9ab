export { TagRepository } from './tag.repository.js'
export { TagsGateway } from './tags.gateway.js'
