import { UPLOAD_LIMIT_MAX_MB } from '@parley/shared/channels/limits'
import type { Channel, ChannelLocale, Greeting, UploadLimits } from '@parley/shared/channels/channel'

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
  /** Megabytes as typed; empty: as the installation has it. */
  uploadLimits: Record<keyof UploadLimits, string>
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
  uploadLimits: { image: '', video: '', file: '', perDay: '' },
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
  uploadLimits: limitsOf(channel.uploadLimits, (limit) => limit?.toString() ?? ''),
  isEnabled: channel.isEnabled,
})

const LIMITS = ['image', 'video', 'file', 'perDay'] as const

/** The first limit that is neither a whole number of megabytes nor left to the installation. */
export const wrongLimit = ({ uploadLimits }: ChannelValues): keyof UploadLimits | undefined =>
  LIMITS.find((name) => !/^\s*\d*\s*$/.test(uploadLimits[name]) || Number(uploadLimits[name]) > UPLOAD_LIMIT_MAX_MB)

/** What the limits are called, by the names of their fields. */
export const limitLabels = (labelOf: (name: keyof UploadLimits) => string): Record<string, string> =>
  Object.fromEntries(LIMITS.map((name) => [`uploadLimits.${name}`, labelOf(name)]))

function limitsOf<From, To>(limits: Record<keyof UploadLimits, From>, convert: (limit: From) => To) {
  const { image, video, file, perDay } = limits
  return { image: convert(image), video: convert(video), file: convert(file), perDay: convert(perDay) }
}

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
    uploadLimits: limitsOf(values.uploadLimits, (typed) => (typed.trim() === '' ? null : Number(typed))),
    isEnabled,
    ...(values.queueId === '' ? {} : { queueId: values.queueId }),
  }
}
