import type { ParleyEvents } from '../../sdk/src/api'
import type { FrameCall } from '../../sdk/src/bridge'
import type { AppDoor } from './app-door'
import type { Surroundings } from './surroundings'

/** What the app is told, as JSON. */
type ToApp =
  | { parley: 'event'; name: keyof ParleyEvents; detail: object }
  | { parley: 'answer'; id: number | string | null; error: string | null }

/** What the app asks for, from a script that it runs in this page. */
interface Asked {
  parley: 'call'
  id?: number | string
  call: FrameCall
}

/**
 * The page of its own in an app's WebView: the app hears the events that a site around the chat would hear, and makes the same
 * calls. It hears no words of a conversation.
 */
export function bridged(page: Surroundings, door: AppDoor): Surroundings {
  const tell = (message: ToApp): void => door(JSON.stringify(message))
  const emit: Surroundings['emit'] = (name, detail) => tell({ parley: 'event', name, detail: { ...detail } })
  return {
    ...page,
    emit,
    onCall: (take) => {
      addEventListener('message', (event: MessageEvent<unknown>) => {
        // Only scripts of this very page: a frame in it, or a window that opened it, is not the app.
        if (event.source !== window || event.origin !== location.origin || !isCall(event.data)) return
        const { id = null, call } = event.data
        const done = isComplete(call) ? take(call) : Promise.reject(noToken())
        done.then(
          () => tell({ parley: 'answer', id, error: null }),
          (reason: { code?: string }) => tell({ parley: 'answer', id, error: reason.code ?? 'internal' }),
        )
      })
      emit('ready', { version: __APP_VERSION__ })
    },
  }
}

/** Without a token nobody would be identified, and the visitor would be taken for one who is unknown. */
const isComplete = (call: FrameCall): boolean => call.method !== 'identify' || typeof call.token === 'string'

const noToken = (): Error => Object.assign(new Error('no token'), { code: 'bad_options' })

function isCall(data: unknown): data is Asked {
  const asked = data as Partial<Asked> | null
  return typeof asked === 'object' && asked?.parley === 'call' && typeof asked.call?.method === 'string'
}
