import { createApp } from 'vue'
import '@parley/shared/tokens.css'
import '../ui/base.css'
import { chooseLocale, setLocale } from '../ui/locale'
import { readAddress, withoutSecrets } from './address'
import type { PageAddress } from './address'
import { appDoor } from './app-door'
import App from './App.vue'
import { Chat } from './chat'
import { embeddedIn } from './embedded'
import { pageOfItsOwn } from './surroundings'
import type { Surroundings } from './surroundings'
import { setBrand, setTheme } from './theme'
import { fitAboveKeyboard } from './viewport'

async function start(address: PageAddress): Promise<void> {
  setTheme(address.theme ?? 'auto')
  setLocale(chooseLocale([address.language, ...navigator.languages]))
  if (address.page === null) fitAboveKeyboard()
  const surroundings = address.page === null ? await onItsOwn() : await embeddedIn(address.page)
  const { channelKey, reset } = address
  const chat = channelKey === null ? null : new Chat(channelKey, surroundings)
  surroundings.onSettings(({ locale, direction, mode, color, isInline }) => {
    setLocale(chooseLocale([locale, ...navigator.languages]))
    document.dir = direction ?? ''
    setTheme(mode)
    setBrand(color ?? chat?.session.channel?.colour ?? null)
    if (chat !== null) chat.isInline.value = isInline
  })
  if (chat !== null && reset !== null) chat.account.value = { step: 'reset', token: reset }
  createApp(App, { chat }).mount('#app')
  // Whoever looks over a shoulder, or at the history, must not find it.
  history.replaceState(history.state, '', withoutSecrets(location))
  await chat?.start(address)
}

/** In a browser, or in an app that listens. */
async function onItsOwn(): Promise<Surroundings> {
  const door = appDoor()
  return door === null ? pageOfItsOwn() : (await import('./app-bridge')).bridged(pageOfItsOwn(), door)
}

// A link that is pasted into the address of an open chat.
addEventListener('hashchange', () => location.reload())
void start(readAddress(location))
