import { randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { CHANNEL_KEYS_MAX } from '@parley/shared/channels/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { StaffCommands } from '@parley/shared/protocol'
import { Clock } from '../../platform/clock.js'
import { Revocations } from '../../platform/realtime/revocations.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { AuditLog } from '../audit/index.js'
import { channelConnections, channelView, heldOfChannel, subjectOf } from './channel.js'
import { ChannelRepository } from './channel.repository.js'
import type { SigningKeyPart } from './channel.schema.js'

type Rotate = StaffCommands['channels:rotateSigningKey']
type Retire = StaffCommands['channels:retireSigningKey']

const HOUR_MS = 3_600_000

/** A new key: its id goes into every token's header, its secret to the host's server. */
export function newSigningKey(createdAt: Date): SigningKeyPart {
  return {
    id: `parley_${randomBytes(6).toString('hex')}`,
    secret: randomBytes(32),
    createdAt,
    retiresAt: null,
  }
}

/** The one line that a host's server is given: which key, and its bytes. */
export const secretOf = ({ id, secret }: SigningKeyPart): string => `${id}.${secret.toString('base64url')}`

/** What the keys of a channel become with a new one: whatever was in use ends by `overlapUntil`, the oldest are forgotten. */
export function rotated(keys: SigningKeyPart[], added: SigningKeyPart, overlapUntil: Date): SigningKeyPart[] {
  const ending = keys.map((key) => {
    const isSooner = key.retiresAt !== null && key.retiresAt < overlapUntil
    return isSooner ? key : { ...key, retiresAt: overlapUntil }
  })
  return [added, ...ending].slice(0, CHANNEL_KEYS_MAX)
}

/** Makes a signing key, with an overlap in which the former one goes on working. */
@Singleton()
export class RotateSigningKeyOfChannel {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly revocations!: Revocations

  /** @throws ParleyError `not_found`, `edit_conflict` */
  async run(caller: StaffPrincipal, input: Rotate['input']): Promise<Rotate['output']> {
    const { tenantId } = caller
    const { channelId, version, overlapHours } = input
    const now = this.clock.now()
    const added = newSigningKey(now)
    const keys = await this.channels.signingKeys(tenantId, channelId)
    const overlapUntil = new Date(now.getTime() + overlapHours * HOUR_MS)
    const seen = { tenantId, id: channelId, version }
    const held = heldOfChannel(tenantId, channelId)
    const concerned = overlapHours === 0 ? [channelConnections(tenantId, channelId), held] : [held]
    const channel = await this.revocations.during(concerned, () =>
      this.channels.replaceSigningKeys(seen, rotated(keys, added, overlapUntil)),
    )
    const action = keys.length === 0 ? 'key.created' : 'key.rotated'
    const details = { keyId: added.id, overlapHours }
    await this.audit.record(caller, { action, subject: subjectOf(channel), details })
    return { channel: channelView(channel), secret: secretOf(added) }
  }
}

/** Ends a signing key at once. */
@Singleton()
export class RetireSigningKeyOfChannel {
  @Inject()
  private readonly channels!: ChannelRepository

  @Inject()
  private readonly audit!: AuditLog

  @Inject()
  private readonly clock!: Clock

  @Inject()
  private readonly revocations!: Revocations

  /** @throws ParleyError `not_found` for an unknown channel or key, `edit_conflict` */
  async run(caller: StaffPrincipal, { channelId, version, keyId }: Retire['input']): Promise<Retire['output']> {
    const { tenantId } = caller
    const now = this.clock.now()
    const keys = await this.channels.signingKeys(tenantId, channelId)
    if (!keys.some(({ id }) => id === keyId)) throw new ParleyError('not_found')
    const left = keys.map((key) => (key.id === keyId ? { ...key, retiresAt: now } : key))
    const concerned = [channelConnections(tenantId, channelId), heldOfChannel(tenantId, channelId)]
    const channel = await this.revocations.during(concerned, () =>
      this.channels.replaceSigningKeys({ tenantId, id: channelId, version }, left),
    )
    await this.audit.record(caller, { action: 'key.revoked', subject: subjectOf(channel), details: { keyId } })
    return { channel: channelView(channel) }
  }
}
