import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** A site of its own, which only the demo serves: built apart from what a production install ships. */
export default defineConfig({
  base: '/playground/',
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: { outDir: 'dist', assetsDir: '', target: 'es2022', assetsInlineLimit: 0, modulePreload: false },
})
