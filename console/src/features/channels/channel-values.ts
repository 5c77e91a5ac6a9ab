import type { Channel, ChannelLocale, Greeting } from '@parley/shared/channels/channel'

/** A channel as its form holds it. */
export interface ChannelValues {
  key: string
  name: string
  greeting: Greeting
  colour: string
  locale: ChannelLocale
  /** One a line. */
  origins: string
  allowsAnonymous: boolean
  allowsAccounts: boolean
  queueId: string
  isEnabled: boolean
}

export const NEW_CHANNEL: ChannelValues = {
  key: '',
  name: '',
  greeting: { en: '', 'zh-CN': '' },
  colour: '#0e6464',
  locale: 'auto',
  origins: '',
  allowsAnonymous: true,
  allowsAccounts: false,
  queueId: '',
  isEnabled: true,
}

export const valuesOf = (channel: Channel): ChannelValues => ({
  key: channel.key,
  name: channel.name,
  greeting: channel.greeting,
  colour: channel.colour,
  locale: channel.locale,
  origins: channel.allowedOrigins.join('\n'),
  allowsAnonymous: channel.allowsAnonymous,
  allowsAccounts: channel.allowsAccounts,
  queueId: channel.queueId,
  isEnabled: channel.isEnabled,
})

/** The sites of a text as browsers name them: an address is cut down to its origin, doubles are left out. */
export function originsOf(text: string): string[] {
  const lines = text.split(/\s+/).filter(Boolean)
  return [...new Set(lines.map((line) => (URL.canParse(line) && /^https?:/i.test(line) ? new URL(line).origin : line)))]
}

/** What the server is told of the form. */
export function settingsOf(values: ChannelValues) {
  const { name, greeting, colour, locale, allowsAnonymous, allowsAccounts, isEnabled } = values
  return {
    name: name.trim(),
    greeting: { en: greeting.en.trim(), 'zh-CN': greeting['zh-CN'].trim() },
    colour: colour.toLowerCase(),
    locale,
    allowedOrigins: originsOf(values.origins),
    allowsAnonymous,
    allowsAccounts,
    isEnabled,
    ...(values.queueId === '' ? {} : { queueId: values.queueId }),
  }
}
