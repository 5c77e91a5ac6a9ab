import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import { staffOf } from '../server/src/testing/channels.js'
import type { ParleyApi, ParleyEvent } from '../widget/sdk/src/api.js'
import type { Parley } from './parley.js'

declare global {
  interface Window {
    Parley: ParleyApi
    heard: { name: string; detail: Record<string, unknown> }[]
  }
}

export const EVENTS: ParleyEvent[] = [
  'ready',
  'open',
  'close',
  'unread',
  'message:received',
  'message:sent',
  'message:failed',
  'conversation:started',
  'conversation:ended',
  'identity:expired',
  'error',
]

/** The queue stub of the documentation: calls before the script is there. */
export const STUB = `<script>window.Parley=window.Parley||function(){var a=arguments;return new Promise(function(y,n){(Parley.q=Parley.q||[]).push([a,y,n])})}</script>`

/** A page of a site of its own, `localhost`, that embeds the chat of `127.0.0.1`. */
export interface HostPage {
  /** Attributes of the script tag; null for a page that adds no tag. */
  tag?: string | null
  head?: string
  body?: string
  /** The page's own content policy, and the nonce that it asks of scripts. */
  csp?: string
  nonce?: string
  /** What else the shop serves, by path; `/` takes the place of the page. */
  files?: Record<string, string>
}

const words = `<h1>Outdoor shop</h1><p>Jackets, tents and boots.</p><p><a href="/other">Another page</a></p>`

export function htmlOf(
  parley: Parley,
  { tag = 'data-channel="demo"', head = '', body = words, nonce = '' }: HostPage,
): string {
  const script = tag === null ? '' : `<script src="${parley.url}/sdk/v1.js" ${tag} nonce="${nonce}" async></script>`
  const listen = `<script nonce="${nonce}">heard=[];${JSON.stringify(EVENTS)}.forEach(n=>document.addEventListener('parley:'+n,e=>heard.push({name:n,detail:e.detail})))</script>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Shop</title>${head}${listen}</head><body>${body}${script}</body></html>`
}

/** A site of its own, on `localhost`: another site than the chat's `127.0.0.1`, as browsers see it. */
export class Shop {
  private readonly server: Server
  private page: HostPage = {}

  private constructor(private readonly parley: Parley) {
    this.server = createServer((request, response) => {
      const { csp, files = {} } = this.page
      const path = request.url ?? '/'
      if (csp !== undefined) response.setHeader('content-security-policy', csp)
      response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html')
      response.end(files[path] ?? htmlOf(this.parley, this.page))
    })
  }

  /** Opens the shop, and lets the demo channel stand in it. */
  static async open(parley: Parley): Promise<Shop> {
    const shop = new Shop(parley)
    await new Promise<void>((resolve) => shop.server.listen(0, 'localhost', resolve))
    await shop.allow(shop.origin)
    return shop
  }

  /** Lets the demo channel stand in pages of an origin. */
  async allow(origin: string): Promise<void> {
    const admin = await staffOf(this.parley.url, 'demo')
    const { channels } = await admin.call('channels:listChannels', {})
    const { id: channelId, version, allowedOrigins } = channels.find(({ key }) => key === 'demo')!
    const change = { allowedOrigins: [...allowedOrigins, origin] }
    await admin.call('channels:updateChannel', { channelId, version, change })
    admin.socket.disconnect()
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`
  }

  /** Opens a page of the shop, in a context of its own unless one is given. Every path is the same page. */
  async visit(host: HostPage = {}, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.parley.page({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
    await this.show(page, host)
    return page
  }

  /** Goes to a page of the shop, by another name of it if one is given. */
  async show(page: Page, host: HostPage = {}, origin = this.origin): Promise<void> {
    this.page = host
    await page.goto(`${origin}/`)
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

export const launcher = (page: Page) => page.getByRole('button', { name: /^(Open chat|Close chat|打开会话|关闭会话)/ })

export const chat = (page: Page): FrameLocator => page.frameLocator('parley-widget iframe')

export const box = (page: Page) => chat(page).getByRole('textbox', { name: /^(Message|输入消息)/ })

export const log = (page: Page) => chat(page).getByRole('log')

export async function write(page: Page, text: string): Promise<void> {
  await box(page).fill(text)
  await box(page).press('Enter')
}

/** What the page has heard of the chat so far. */
export const heard = (page: Page) => page.evaluate(() => window.heard)

export const storedKeys = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }).filter((key) => key.startsWith('parley:')))
