import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { Parley } from './index.js'
import { useParley } from './vue.js'

describe('on a server, where there is no page', () => {
  it('importing touches nothing, and calls say that there is no chat', async () => {
    expect(typeof window).toBe('undefined')
    await expect(Parley('open')).rejects.toMatchObject({ code: 'not_booted_here' })
    await expect(Parley.boot({ channel: 'demo' })).rejects.toMatchObject({ code: 'not_booted_here' })
    expect(typeof (await import('./react.js')).useParley).toBe('function')
  })

  it('a Vue component that uses the chat is drawn without it', async () => {
    const Help = {
      setup() {
        const { unread, isOpen } = useParley({ channel: 'demo', host: 'https://support.example.com' }, () => ({
          token: 'never sent from a server',
        }))
        return () => h('button', `Help (${unread.value}, ${String(isOpen.value)})`)
      },
    }
    expect(await renderToString(createSSRApp(Help))).toBe('<button>Help (0, false)</button>')
  })
})
