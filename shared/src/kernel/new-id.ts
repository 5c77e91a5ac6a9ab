const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** An id that nobody can guess, 22 characters. `randomUUID` is absent on plain HTTP, as in a company's own network. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => ALPHABET[byte % 64]).join('')
}
