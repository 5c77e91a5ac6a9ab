import { minify } from 'terser'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'

const PARTS = { script: 'v1.js', engine: 'v1-engine.js' } as const

/** Terser's last bytes off the built file; a style sheet needs its line breaks for nobody. */
const shorten: Plugin = {
  name: 'shorten',
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue
      const isScript = chunk.fileName === PARTS.script
      // The script runs in the page's own scope, as no module: its names must not become the page's.
      const code = isScript ? `(()=>{${chunk.code}})()` : chunk.code
      const short = await minify(code, { ecma: 2020, module: !isScript, compress: { passes: 3, unsafe_arrows: true } })
      chunk.code = (short.code ?? code).replaceAll(/([{};])\\n/g, '$1')
    }
  },
}

/**
 * What sites embed, one file at a time: `v1.js`, which is the launcher, and `v1-engine.js`, which comes with the first opening.
 * A page may run a script of last month with the engine of today: `EngineDoors` stays compatible within a major version.
 */
export default defineConfig(({ mode }) => {
  const part = mode === 'engine' ? 'engine' : 'script'
  return {
    build: {
      outDir: '../dist/sdk',
      emptyOutDir: part === 'script',
      target: 'es2022',
      minify: false,
      lib: { entry: `src/${part}.ts`, formats: ['es'], fileName: () => PARTS[part] },
    },
    plugins: [shorten],
    publicDir: false,
  }
})
