import type { ParleyApi, ParleyBoot } from '../../sdk/src/api'
import { locale } from './locale'
import { takeUpUser } from './host'
import { PARLEY } from './parley-address'

declare global {
  interface Window {
    Parley: ParleyApi
  }
}

/** The channel of the demo. */
export const CHANNEL = 'demo'

export const BOOT: ParleyBoot = { channel: CHANNEL, theme: { color: '#a8452c' } }

/** The queue of the documentation, then the script, as any site does it. */
export async function beginChat(): Promise<void> {
  window.Parley ??= queue()
  const script = document.createElement('script')
  script.src = `${PARLEY}/sdk/v1.js`
  script.async = true
  document.head.append(script)
  void window.Parley('boot', { ...BOOT, locale: locale.value })
  await takeUpUser()
}

function queue(): ParleyApi {
  type Waiting = [args: unknown[], resolve: (value: unknown) => void, reject: (error: unknown) => void]
  const q: Waiting[] = []
  const call = (...args: unknown[]) => new Promise((resolve, reject) => q.push([args, resolve, reject]))
  return Object.assign(call, { q }) as unknown as ParleyApi
}
