import { PROTOCOL_VERSION } from '@parley/shared/kernel/protocol-version'
import { io } from 'socket.io-client'
import { beginVisit, signIn } from '../src/testing/client-connection.js'
import { World } from '../src/testing/world.js'

/** What a page of some version is answered: let in, or refused with a code. */
function answerTo(url: string, page: { auth: object; cookie?: string }): Promise<string> {
  const extraHeaders: Record<string, string> = page.cookie === undefined ? {} : { cookie: page.cookie }
  const socket = io(url, { transports: ['websocket'], forceNew: true, auth: page.auth, extraHeaders })
  return new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('let in'))
    socket.on('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code ?? 'away'))
  }).finally(() => socket.disconnect())
}

describe('a page of another version', () => {
  it('is told to reload, older or newer, of a contact or of staff; one of this version, and a program, are let in', async () => {
    const world = await World.start()
    const { token } = await beginVisit(world.url)
    const { cookie } = await signIn(world.url, 'demo', 'demo')
    for (const protocol of [PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 1, 'one', null]) {
      expect(await answerTo(`${world.url}/contact`, { auth: { token, protocol } })).toBe('reload_required')
      expect(await answerTo(`${world.url}/staff`, { auth: { protocol }, cookie })).toBe('reload_required')
    }
    for (const own of [{ protocol: PROTOCOL_VERSION }, {}]) {
      expect(await answerTo(`${world.url}/contact`, { auth: { token, ...own } })).toBe('let in')
      expect(await answerTo(`${world.url}/staff`, { auth: own, cookie })).toBe('let in')
    }
    expect(await world.end()).toEqual([])
  })
})
