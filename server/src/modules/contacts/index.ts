export type { ContactPrincipal } from './contact-principal.js'
export { ContactRepository } from './contact.repository.js'
export { ContactTokens } from './contact-tokens.js'
