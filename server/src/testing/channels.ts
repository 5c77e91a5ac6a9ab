import type { Channel } from '@parley/shared/channels/channel'
import type { CallCommand } from '@parley/shared/kernel/command'
import type { ContactSession } from '@parley/shared/contacts/session'
import type { StaffCommands } from '@parley/shared/protocol'
import { connected, postJson, signIn, staffSocket } from './client-connection.js'
import type { ClientConnection } from './client-connection.js'

type StaffCall = CallCommand<StaffCommands>

/** A member of staff with an open socket. */
export async function staffOf(url: string, login: string): Promise<ClientConnection<StaffCall>> {
  const staff = staffSocket(url, (await signIn(url, login, login)).cookie)
  await connected(staff.socket)
  return staff
}

type Settings = Parameters<typeof settingsOf>[0]

function settingsOf(settings: Partial<Omit<Channel, 'id' | 'signingKeys' | 'createdAt' | 'version'>>) {
  return {
    key: 'shop',
    name: 'Shop',
    allowedOrigins: [],
    allowsAnonymous: true,
    allowsAccounts: false,
    greeting: { en: 'Hello', 'zh-CN': '你好' },
    colour: '#123456',
    locale: 'auto' as const,
    isEnabled: true,
    ...settings,
  }
}

/** A channel with a signing key, made as an admin makes it. */
export async function channelWithKey(
  call: StaffCall,
  settings: Settings = {},
): Promise<{ channel: Channel; secret: string }> {
  const { channel } = await call('channels:createChannel', settingsOf(settings))
  return call('channels:rotateSigningKey', { channelId: channel.id, version: channel.version, overlapHours: 0 })
}

export interface SessionAnswer {
  status: number
  session: ContactSession
  error?: { code: string; issues?: { path: string; code: string }[] }
}

/** Begins a contact's session over HTTP, whatever comes of it. */
export async function beginSession(url: string, body: Record<string, unknown>): Promise<SessionAnswer> {
  const response = await postJson(`${url}/api/v1/contact/session`, body)
  const answer = (await response.json()) as ContactSession & Pick<SessionAnswer, 'error'>
  return { status: response.status, session: answer, ...(answer.error === undefined ? {} : { error: answer.error }) }
}
