import { Consumer } from './consumer.js'
import { box, launcher, log, write } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

let consumer: Consumer

useShop()

beforeAll(async () => {
  consumer = await Consumer.install()
})

afterAll(() => consumer.leave())

describe('the package as npm packs it', () => {
  it('holds what it exports and its readme, no sources and no tests, and depends on nothing', () => {
    expect(consumer.packed).toEqual(expect.arrayContaining(['README.md', 'package.json', 'dist']))
    for (const entry of ['index', 'vue', 'react']) {
      expect(consumer.packed).toEqual(expect.arrayContaining([`dist/${entry}.js`, `dist/${entry}.d.ts`]))
    }
    expect(consumer.packed.filter((path) => /test|src|snippets|tsconfig/.test(path))).toEqual([])
    expect(consumer.manifest.dependencies).toBeUndefined()
  })

  it('is imported by a server, where there is no page, and both components are drawn there', async () => {
    const printed = await consumer.serverSide(`
      import { createElement } from 'react'
      import { renderToString as reactToString } from 'react-dom/server'
      import { createSSRApp, h } from 'vue'
      import { renderToString as vueToString } from 'vue/server-renderer'
      import { Parley } from '@parley/widget'
      import { useParley as useInReact } from '@parley/widget/react'
      import { useParley as useInVue } from '@parley/widget/vue'

      const options = { channel: 'demo', host: 'https://support.example.com' }
      const InReact = () => createElement('b', null, 'React ' + useInReact(options, null).unread)
      const InVue = { setup: () => { const { isOpen } = useInVue(options, null); return () => h('i', 'Vue ' + isOpen.value) } }
      const code = await Parley('open').catch((error) => error.code)
      console.log([typeof window, code, reactToString(createElement(InReact)), await vueToString(createSSRApp(InVue))].join('\\n'))
    `)
    expect(printed.trim().split('\n')).toEqual(['undefined', 'not_booted_here', '<b>React 0</b>', '<i>Vue false</i>'])
  })

  it('keeps what it does not export to itself', async () => {
    const printed = await consumer.serverSide(
      `console.log(await import('@parley/widget/dist/engine.js').then(() => 'found', ({ code }) => code))`,
    )
    expect(printed.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it.each(['nodenext', 'esnext'] as const)('has types that a strict compiler takes, as %s', async (module) => {
    const said = await consumer.compile(
      `
      import { Parley } from '@parley/widget'
      import type { ParleyBoot, ParleyEvents } from '@parley/widget'
      import { useParley as useInReact } from '@parley/widget/react'
      import { useParley as useInVue } from '@parley/widget/vue'
      const options: ParleyBoot = { channel: 'demo', direction: 'rtl', theme: { mode: 'dark', offset: { x: 4 } } }
      export const unread: Promise<number> = Parley.boot(options).then(() => Parley('get', 'unread'))
      void Parley.on('message:sent', ({ messageId }: ParleyEvents['message:sent']) => messageId.length)
      void Parley('once', 'error', ({ code }) => code.length)
      export const counts = (): [number, number] => [useInReact(options).unread, useInVue(options).unread.value]
      // @ts-expect-error there is no such call
      void Parley('nonsense')
      // @ts-expect-error a channel is named
      void Parley.boot({})
      `,
      module,
    )
    expect(said).toBe('')
  })

  it.each([
    [
      'React',
      `import { createElement } from 'react'
       import { createRoot } from 'react-dom/client'
       import { useParley } from '@parley/widget/react'
       const Help = () => {
         const { parley, unread } = useParley(OPTIONS)
         return createElement('button', { onClick: () => parley.open() }, 'Help ' + unread)
       }
       createRoot(document.getElementById('app')).render(createElement(Help))`,
    ],
    [
      'Vue',
      `import { createApp, h } from 'vue'
       import { useParley } from '@parley/widget/vue'
       const Help = {
         setup() {
           const { parley, unread } = useParley(OPTIONS)
           return () => h('button', { onClick: () => parley.open() }, 'Help ' + unread.value)
         },
       }
       createApp(Help).mount('#app')`,
    ],
    [
      'no framework',
      `import { Parley } from '@parley/widget'
       await Parley.boot(OPTIONS)
       const help = Object.assign(document.createElement('button'), { textContent: 'Help 0', onclick: () => Parley('open') })
       document.getElementById('app').append(help)`,
    ],
  ])('opens the chat in a page that a bundler made, with %s', async (framework, script) => {
    const options = JSON.stringify({ channel: 'demo', host: parley.url, launcher: false })
    const files = await consumer.page(script.replace('OPTIONS', options))
    const page = await shop.visit({ files: { ...files, '/': files['/index.html']! } })
    await page.getByRole('button', { name: 'Help 0' }).click()
    await box(page).waitFor()
    expect(await launcher(page).count()).toBe(0)
    await write(page, `From the package, ${framework}`)
    await log(page).getByText(`From the package, ${framework}`).waitFor()
  })
})
