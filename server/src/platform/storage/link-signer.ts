import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link of the local folder allows, all of it signed. */
export interface SignedLink {
  method: 'GET' | 'PUT'
  key: string
  /** Seconds since 1970. */
  expires: number
  /** Further parameters: of what is read, its presentation; of what is written, its part. */
  parameters: Record<string, string>
}

const canonical = ({ method, key, expires, parameters }: SignedLink): string =>
  JSON.stringify([method, key, expires, Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1))])

/** Signs the links of the local folder, and knows its own. */
export class LinkSigner {
  constructor(private readonly secret: Buffer) {}

  /** The query that carries everything but method and key. */
  sign(link: SignedLink): string {
    const query = new URLSearchParams({ ...link.parameters, expires: String(link.expires), signature: this.of(link) })
    return query.toString()
  }

  /** What the link allows, or null when it was altered, is for another method or key, or has run out. */
  verify(request: { method: string; key: string; query: URLSearchParams }, nowSeconds: number): SignedLink | null {
    const { expires, signature, ...parameters } = Object.fromEntries(request.query)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    if ((method !== 'GET' && method !== 'PUT') || signature === undefined) return null
    // A parameter that stands twice would be signed once and read twice.
    if ([...request.query.keys()].length !== Object.keys(parameters).length + 2) return null
    const link: SignedLink = { method, key: request.key, expires: Number(expires), parameters }
    const isOurs = isSame(Buffer.from(this.of(link)), Buffer.from(signature))
    return isOurs && link.expires > nowSeconds ? link : null
  }

  private of(link: SignedLink): string {
    return createHmac('sha256', this.secret).update(canonical(link)).digest('base64url')
  }
}

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)
