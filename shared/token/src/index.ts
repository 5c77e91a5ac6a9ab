export { issueContactToken } from './issue-contact-token.js'
export type { ContactTokenOptions } from './issue-contact-token.js'
