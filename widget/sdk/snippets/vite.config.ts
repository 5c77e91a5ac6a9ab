import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const source = (name: string): string => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))

/** A page around a component of the documentation, for the browser tests; its folder is named on the command line. */
export default defineConfig({
  base: './',
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'web-view' } } })],
  // React mounts twice in development: a component must bear that.
  define: { 'process.env.NODE_ENV': '"development"' },
  resolve: {
    alias: [
      { find: /^@parley\/widget$/, replacement: source('index') },
      { find: /^@parley\/widget\/vue$/, replacement: source('vue') },
      { find: /^@parley\/widget\/react$/, replacement: source('react') },
    ],
  },
  build: { outDir: 'dist', assetsDir: '', target: 'es2022', minify: false, modulePreload: false },
})
