import type { IMidwayContainer } from '@midwayjs/core'
import { reachableAddresses } from './config/settings.js'
import type { Settings } from './config/settings.js'
import { SetUp } from './modules/admin/index.js'
import { DEMO_ACCOUNTS, DEMO_CHANNEL_KEY } from './modules/demo/index.js'
import { HttpListener } from './platform/http/listener.js'

/** What the process that started this one is told once it listens: where to go, and with which accounts. */
export interface Listening {
  type: 'listening'
  url: string
  isDemo: boolean
  addresses: { label: string; url: string }[]
  accounts: { label: string; login: string; password: string }[]
  /** Opens the page /setup, where the first account is made; null once there is one. Told this once and stored hashed. */
  setUpSecret: string | null
}

export function announceStart(settings: Settings, container: IMidwayContainer): void {
  const { port } = container.get(HttpListener)
  const [url = `http://localhost:${port}`] = reachableAddresses(settings, port)
  const addresses = [{ label: 'Console', url: `${url}/console/` }]
  if (settings.isDemo) {
    addresses.push(
      { label: 'Visitor page', url: `${url}/c/${DEMO_CHANNEL_KEY}` },
      { label: 'Playground', url: `${url}/playground` },
    )
  }
  const listening: Listening = {
    type: 'listening',
    url,
    isDemo: settings.isDemo,
    addresses,
    accounts: settings.isDemo
      ? DEMO_ACCOUNTS.map(({ name, login, password }) => ({ label: name, login, password }))
      : [],
    setUpSecret: container.get(SetUp).printedSecret,
  }
  if (process.send !== undefined) process.send(listening)
  else if (listening.setUpSecret !== null) process.stdout.write(`${setUpLine(url, listening.setUpSecret)}\n`)
}

/** Where nobody is told by message, the log is where whoever installs this looks. */
const setUpLine = (url: string, secret: string): string =>
  `Parley has no account yet. Make the first one at ${url}/setup with this secret: ${secret}`
