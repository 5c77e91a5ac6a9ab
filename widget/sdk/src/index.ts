import type { ParleyApi } from './api.js'
import { failure } from './own.js'
import { createApi } from './parley.js'

export type {
  ParleyApi,
  ParleyBoot,
  ParleyCall,
  ParleyCalls,
  ParleyError,
  ParleyEvent,
  ParleyEvents,
  ParleyIdentity,
  ParleyListener,
  ParleyOptions,
  ParleyState,
  ParleyTheme,
} from './api.js'

/**
 * The chat of this page. On a server, where there is no page, every call rejects with `not_booted_here`, and nothing is
 * touched: importing is always safe.
 */
export const Parley: ParleyApi = typeof document === 'undefined' ? absent() : createApi(() => import('./engine.js'))

function absent(): ParleyApi {
  const refuse = (): Promise<never> => Promise.reject(failure('not_booted_here'))
  return new Proxy(refuse, { get: (_target, name) => (name === 'then' ? undefined : refuse) }) as unknown as ParleyApi
}
