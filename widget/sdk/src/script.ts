// What `/sdk/v1.js` runs: `window.Parley`, the calls that were queued before it came, and the chat of `data-channel`.
import type { ParleyBoot } from './api.js'
import type { LoadEngine } from './embedding.js'
import { createApi } from './parley.js'

type Queued = [args: unknown[], resolve: (value: unknown) => void, reject: (error: unknown) => void]
type Door = ((...args: unknown[]) => Promise<unknown>) & { q?: Queued[]; isParley?: true }

/** `data-channel="demo" data-locale="en" data-color="#0e6464" data-position="left" …` */
const optionsOf = ({ dataset, nonce }: HTMLScriptElement): ParleyBoot => {
  const { launcher, consent, ...rest } = dataset
  return {
    ...(rest as unknown as ParleyBoot),
    ...(launcher === undefined ? {} : { launcher: launcher !== 'none' && launcher }),
    consent: consent !== 'false',
    ...(nonce ? { nonce } : {}),
    theme: rest,
  }
}

/** By its whole address: a script of another origin may not name files beside itself. */
const engineOf: LoadEngine = (host) => import(/* @vite-ignore */ `${host}/sdk/v1-engine.js`)

const script = document.currentScript as HTMLScriptElement | null
const holder = window as unknown as { Parley?: Door }
const before = holder.Parley

// The tag may stand in the page twice: the first one is the chat.
if (before?.isParley !== true) {
  const api = createApi(engineOf, script === null ? undefined : new URL(script.src).origin)
  const door = Object.assign(api as unknown as Door, { isParley: true as const })
  holder.Parley = door
  if (script?.dataset['channel'] !== undefined) api.boot(optionsOf(script)).catch(report)
  for (const [args, resolve, reject] of before?.q ?? []) door(...args).then(resolve, reject)
}

/** Nobody holds the promise of a chat that a tag boots: the page's console is where its author looks. */
function report(error: unknown): void {
  setTimeout(() => {
    throw error
  })
}
