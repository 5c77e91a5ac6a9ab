import { ParleyError } from '../kernel/errors.js'
import type { PutPart } from './uploader.js'

/** A connection that moves nothing for this long is taken for lost. */
const STALLED_AFTER_MS = 30_000

/** Writes one part from a browser. XMLHttpRequest, because nothing else there tells how far an upload is. */
export const putPart: PutPart = (url, part, { signal, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    let stalled: ReturnType<typeof setTimeout>
    const moved = () => {
      clearTimeout(stalled)
      stalled = setTimeout(stop, STALLED_AFTER_MS)
    }
    request.upload.onprogress = ({ loaded }) => {
      moved()
      onSent(loaded)
    }
    request.onloadend = () => {
      clearTimeout(stalled)
      signal.removeEventListener('abort', stop)
      if (request.status >= 200 && request.status < 300) resolve()
      // 403: the link has run out; another one is asked for, as after a lost connection.
      else if (request.status === 0 || request.status === 403 || request.status >= 500)
        reject(new ParleyError('unavailable'))
      else reject(new ParleyError(request.status === 413 ? 'too_large' : 'upload_incomplete'))
    }
    signal.addEventListener('abort', stop)
    request.open('PUT', url)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    moved()
    request.send(part)
  })
