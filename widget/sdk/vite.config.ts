import { defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { shorten } from '../shorten.ts'

const PARTS = { script: 'v1.js', engine: 'v1-engine.js' } as const

/** The script runs in the page's own scope, as no module: its names must not become the page's. */
const withoutTraces = ({ name, code }: { name: string; code: string }): string =>
  name === PARTS.script ? `(()=>{${code}})()` : code

/** The style sheet's lines are for whoever reads it here. */
const closeStyles: Plugin = {
  name: 'close-styles',
  transform: (code, id) => (id.endsWith('styles.ts') ? code.replaceAll(/(?<=[`{};])\n/g, '') : null),
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
    plugins: [closeStyles, shorten(withoutTraces)],
    publicDir: false,
  }
})
