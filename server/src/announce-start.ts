import type { IMidwayContainer } from '@midwayjs/core'
import { reachableAddresses } from './config/settings.js'
import type { Settings } from './config/settings.js'
import { DEMO_ACCOUNTS, DEMO_CHANNEL_KEY } from './modules/demo/index.js'
import { HttpListener } from './platform/http/listener.js'

/** What the process that started this one is told once it listens: where to go, and with which accounts. */
export interface Listening {
  type: 'listening'
  url: string
  isDemo: boolean
  addresses: { label: string; url: string }[]
  accounts: { label: string; login: string; password: string }[]
}

export function announceStart(settings: Settings, container: IMidwayContainer): void {
  const { port } = container.get(HttpListener)
  const [url = `http://localhost:${port}`] = reachableAddresses(settings, port)
  const addresses = [{ label: 'Console', url: `${url}/console/` }]
  if (settings.isDemo) addresses.push({ label: 'Visitor page', url: `${url}/c/${DEMO_CHANNEL_KEY}` })
  const listening: Listening = {
    type: 'listening',
    url,
    isDemo: settings.isDemo,
    addresses,
    accounts: settings.isDemo
      ? DEMO_ACCOUNTS.map(({ name, login, password }) => ({ label: name, login, password }))
      : [],
  }
  process.send?.(listening)
}
