import '@parley/shared/tokens.css'
import '../ui/base.css'
import '../ui/element.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { beginLocale, i18n } from './locale'
import { router } from './router'

await beginLocale()
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
