/** Characters of a contact token, encrypted and encoded. */
export const CONTACT_TOKEN_MAX = 6_000
/** What a contact signs in with: 2 to 100 signs without blanks. */
export const CONTACT_LOGIN = /^[^\s\p{C}]{2,100}$/u
/** Characters of a contact's password; the demo's `test` has four. */
export const CONTACT_PASSWORD_MIN = 4
export const CONTACT_PASSWORD_MAX = 200

/** 32 random bytes in base64url. */
export const CONTACT_CODE = /^[\w-]{43}$/
/** A code is for the opening of one page, not for keeping. */
export const CONTACT_CODE_LASTS_MS = 60_000
