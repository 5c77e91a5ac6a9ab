import type {
  Channel as WireChannel,
  ChannelLocale,
  ChannelLook,
  Greeting,
  UploadLimits,
} from '@parley/shared/channels/channel'

/** A signing key without its secret. */
export interface SigningKey {
  id: string
  createdAt: Date
  retiresAt: Date | null
}

/** A channel as the server works with it: ids as strings, no secrets. */
export interface Channel {
  id: string
  tenantId: string
  key: string
  name: string
  queueId: string
  allowedOrigins: string[]
  allowsAnonymous: boolean
  allowsAccounts: boolean
  greeting: Greeting
  colour: string
  locale: ChannelLocale
  uploadLimits: UploadLimits
  isEnabled: boolean
  signingKeys: SigningKey[]
  createdAt: Date
  version: number
}

/** What of a channel may be set and changed. */
export type ChannelSettings = Omit<Channel, 'id' | 'tenantId' | 'key' | 'signingKeys' | 'createdAt' | 'version'>

/** The settings that a new channel has unless it says otherwise. */
export const NEW_CHANNEL: Omit<ChannelSettings, 'name' | 'queueId'> = {
  allowedOrigins: [],
  allowsAnonymous: true,
  allowsAccounts: false,
  greeting: { en: '', 'zh-CN': '' },
  colour: '#0f766e',
  locale: 'auto',
  uploadLimits: { image: null, video: null, file: null, perDay: null },
  isEnabled: true,
}

/** Whether tokens made with this key are accepted at a moment. */
export const isKeyAccepted = (key: { retiresAt: Date | null }, now: Date): boolean =>
  key.retiresAt === null || key.retiresAt > now

/** A channel for those who manage it. */
export function channelView({ tenantId: _tenant, ...rest }: Channel): WireChannel {
  const { signingKeys, createdAt, ...channel } = rest
  return {
    ...channel,
    signingKeys: signingKeys.map((key) => ({
      id: key.id,
      createdAt: key.createdAt.toISOString(),
      retiresAt: key.retiresAt?.toISOString() ?? null,
    })),
    createdAt: createdAt.toISOString(),
  }
}

/** What everybody may know of a channel. */
export function lookOf(channel: Channel): ChannelLook {
  const { key, name, greeting, colour, locale, allowsAnonymous, allowsAccounts } = channel
  return { key, name, greeting, colour, locale, allowsAnonymous, allowsAccounts }
}

/** Everybody who has come in through a channel, for those who cut connections. */
export const channelConnections = (tenantId: string, channelId: string): { tenantId: string; key: string } => ({
  tenantId,
  key: `channel:${channelId}`,
})

/** What nodes hold of a channel, for those who change it: that it is read again cuts nobody. */
export const heldOfChannel = (tenantId: string, channelId: string): { tenantId: string; key: string } => ({
  tenantId,
  key: `held channel:${channelId}`,
})

/** A channel as the audit log names it. */
export const subjectOf = ({ id, name }: Channel): { kind: string; id: string; name: string } => ({
  kind: 'channel',
  id,
  name,
})
