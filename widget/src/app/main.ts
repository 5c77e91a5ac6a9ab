import { createApp } from 'vue'
import '../ui/tokens.css'
import '../ui/base.css'
import { chooseLocale, setLocale } from '../ui/locale'
import { readAddress } from './address'
import App from './App.vue'
import { Chat } from './chat'
import { safeStorage } from '@parley/shared/kernel/safe-storage'
import { applyTheme } from './theme'
import { fitAboveKeyboard } from './viewport'

const address = readAddress(location)
applyTheme(address.theme)
setLocale(chooseLocale([address.language, ...navigator.languages]))
fitAboveKeyboard()

const { channelKey } = address
const storage = { lasting: safeStorage(() => localStorage), ofTab: safeStorage(() => sessionStorage) }
const chat = channelKey === null ? null : new Chat(channelKey, storage)
createApp(App, { chat }).mount('#app')
void chat?.start()
