import { freePort } from './redis-server.js'

/** What Toxiproxy can do to a connection that goes through it. */
export interface Toxic {
  type: 'latency' | 'reset_peer' | 'timeout' | 'bandwidth'
  /** The share of connections that it concerns. */
  toxicity: number
  attributes: Record<string, number>
}

/** A TCP proxy in front of one port, driven over Toxiproxy's HTTP interface. */
export class ToxicProxy {
  private constructor(
    private readonly api: string,
    private readonly name: string,
    readonly port: number,
  ) {}

  /** `api` is what `scripts/services/services env` calls TOXIPROXY_URL. */
  static async before(api: string, upstreamPort: number): Promise<ToxicProxy> {
    const port = await freePort()
    const name = `parley-${upstreamPort}-${port}`
    await post(`${api}/proxies`, { name, listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${upstreamPort}` })
    return new ToxicProxy(api, name, port)
  }

  /** Does something to what flows towards the clients; resolves with how to undo it. */
  async poison(toxic: Toxic): Promise<() => Promise<void>> {
    await post(`${this.api}/proxies/${this.name}/toxics`, { name: toxic.type, stream: 'downstream', ...toxic })
    return () => this.request(`/toxics/${toxic.type}`)
  }

  /** Cuts every connection and takes none until it is enabled again. */
  async setEnabled({ isEnabled }: { isEnabled: boolean }): Promise<void> {
    await post(`${this.api}/proxies/${this.name}`, { enabled: isEnabled })
  }

  remove(): Promise<void> {
    return this.request('')
  }

  private async request(path: string): Promise<void> {
    await fetch(`${this.api}/proxies/${this.name}${path}`, { method: 'DELETE' })
  }
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`Toxiproxy answered ${response.status}: ${await response.text()}`)
}
