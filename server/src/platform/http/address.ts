import type { IncomingMessage } from 'node:http'

/**
 * The address that a request came from. Each trusted proxy appends the one it saw to X-Forwarded-For, so the entry that
 * many from the end is the last that can be believed; without trusted proxies the header is a claim and is ignored.
 */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown'
  if (trustedProxies === 0) return direct
  const header = request.headers['x-forwarded-for']
  const chain = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim())
  return chain.at(-trustedProxies) || direct
}
