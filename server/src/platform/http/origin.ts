import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a browser's request comes from our own pages. Browsers send Origin with every write and every socket handshake;
 * a client that sends none is no browser and carries no cookie of somebody else's.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: URL | null): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return publicUrl === null ? new URL(origin).host === host : origin === publicUrl.origin
}
