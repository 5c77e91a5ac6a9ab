export { Attachments } from './attachments.js'
export { attachmentView } from './attachment.repository.js'
export type { StoredAttachment } from './attachment.repository.js'
export { AttachmentsGateway } from './attachments.gateway.js'
