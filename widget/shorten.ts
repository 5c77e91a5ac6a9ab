import { minify } from 'terser'
import type { Plugin } from 'vite'

/** Terser's last bytes off each built file. `frame` may wrap a file's code before that. */
export const shorten = (frame: (file: { name: string; code: string }) => string = ({ code }) => code): Plugin => ({
  name: 'shorten',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue
      const code = frame({ name: chunk.fileName, code: chunk.code })
      const options = { ecma: 2020 as const, module: code === chunk.code, compress: { passes: 3, unsafe_arrows: true } }
      chunk.code = (await minify(code, options)).code ?? code
    }
  },
})
