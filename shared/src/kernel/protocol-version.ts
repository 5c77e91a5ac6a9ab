/**
 * Raised when an old client could misread a new server; sent by clients at the handshake, where another one is answered with
 * `reload_required`. Apart, because clients load no schemas.
 */
export const PROTOCOL_VERSION = 1
