/** Characters of a contact token, encrypted and encoded. */
export const CONTACT_TOKEN_MAX = 6_000
