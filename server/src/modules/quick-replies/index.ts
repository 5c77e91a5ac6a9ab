export { QuickRepliesGateway } from './quick-replies.gateway.js'
