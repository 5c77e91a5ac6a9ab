import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { shorten } from './shorten.ts'

/** Where `pnpm dev` finds the server; in production the server itself serves what is built here. */
const SERVER = process.env.PARLEY_SERVER ?? 'http://127.0.0.1:7001'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

export default defineConfig({
  base: '/widget/',
  plugins: [vue(), shorten()],
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: { outDir: 'dist', target: 'es2022', assetsInlineLimit: 0, modulePreload: false, cssCodeSplit: false },
  server: {
    proxy: {
      '/api': SERVER,
      '/socket.io': { target: SERVER, ws: true },
    },
  },
})
