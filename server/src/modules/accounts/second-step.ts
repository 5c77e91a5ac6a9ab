import { createHash, randomBytes } from 'node:crypto'
import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { Clock } from '../../platform/clock.js'
import { SecretBox } from '../../platform/secret-box.js'
import { StaffCredentialsRepository } from './staff-credentials.repository.js'
import type { StaffCredentials } from './staff-credentials.repository.js'
import type { StaffMember } from './staff.repository.js'
import type { StoredTotp } from './staff.schema.js'

const RECOVERY_CODES = 10
/** A code of the step before or after counts too: clocks differ. */
const TOLERANCE_SECONDS = 30

const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64url')

/** Recovery codes are read from paper: case, spaces and dashes do not matter. */
const plain = (code: string): string => code.toLowerCase().replace(/[\s-]/g, '')

const subjectOf = ({ tenantId, id }: StaffMember): string => `second step of ${tenantId} ${id}`

/** The second step of signing in: six digits of an authenticator (RFC 6238), or a recovery code, each good for once. */
@Singleton()
export class SecondStep {
  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly secrets!: SecretBox

  @Inject()
  private readonly clock!: Clock

  /** Begins one; until it is confirmed nothing is asked for. */
  async begin(member: StaffMember): Promise<{ secret: string; uri: string }> {
    const { generateSecret, generateURI } = await import('otplib')
    const secret = generateSecret()
    const sealed = await this.secrets.seal(secret, subjectOf(member))
    const begun = { secret: sealed, confirmedAt: null, lastStep: 0, recoveryHashes: [] }
    await this.credentials.setTotp(member.tenantId, member.id, begun)
    return { secret, uri: generateURI({ issuer: 'Parley', label: member.login, secret }) }
  }

  /** @throws ParleyError `invalid_code`; `not_found` when none was begun */
  async confirm({ member, totp }: StaffCredentials, code: string): Promise<string[]> {
    if (totp === null || totp.confirmedAt !== null) throw new ParleyError('not_found')
    const step = await this.stepOf(member, totp, code)
    if (step === null) throw new ParleyError('invalid_code')
    const { codes, recoveryHashes } = newRecoveryCodes()
    const confirmed = { secret: totp.secret, confirmedAt: this.clock.now(), step, recoveryHashes }
    if (!(await this.credentials.confirmTotp(member.tenantId, member.id, confirmed))) throw new ParleyError('not_found')
    return codes
  }

  /** New recovery codes; the old ones are void. @throws ParleyError `not_found` without a second step */
  async renewRecoveryCodes({ member, totp }: StaffCredentials): Promise<string[]> {
    if (totp === null || totp.confirmedAt === null) throw new ParleyError('not_found')
    const { codes, recoveryHashes } = newRecoveryCodes()
    await this.credentials.setRecoveryHashes(member.tenantId, member.id, recoveryHashes)
    return codes
  }

  /**
   * Lets pass whoever needs no second step or gives a code that fits and was not used before.
   * @throws ParleyError `code_required`, `invalid_code`
   */
  async pass({ member, totp }: StaffCredentials, code: string | undefined): Promise<void> {
    if (totp === null || totp.confirmedAt === null) return
    if (code === undefined) throw new ParleyError('code_required')
    const { tenantId, id } = member
    const step = await this.stepOf(member, totp, code)
    const isTaken =
      step === null
        ? await this.credentials.takeRecoveryHash(tenantId, id, hashOf(plain(code)))
        : await this.credentials.takeStep(tenantId, id, step)
    if (!isTaken) throw new ParleyError('invalid_code')
  }

  /** The time step that six digits belong to, or null. */
  private async stepOf(member: StaffMember, totp: StoredTotp, code: string): Promise<number | null> {
    const token = code.replace(/\s/g, '')
    if (!/^\d{6}$/.test(token)) return null
    const opened = await this.secrets.open(totp.secret, subjectOf(member))
    if (opened === null) return null
    const { secret } = opened
    if (opened.isPlain && totp.confirmedAt !== null) await this.sealLate(member, secret)
    const epoch = Math.floor(this.clock.now().getTime() / 1000)
    const { verifySync } = await import('otplib')
    const result = verifySync({ secret, token, epoch, epochTolerance: TOLERANCE_SECONDS })
    return result.valid && 'timeStep' in result ? result.timeStep : null
  }

  /** One that was stored as it is, before there was a key. */
  private async sealLate(member: StaffMember, secret: string): Promise<void> {
    if (!(await this.secrets.hasKey())) return
    const sealed = await this.secrets.seal(secret, subjectOf(member))
    await this.credentials.replaceSecret(member, { from: secret, to: sealed })
  }
}

function newRecoveryCodes(): { codes: string[]; recoveryHashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const digits = randomBytes(5).toString('hex')
    return `${digits.slice(0, 5)}-${digits.slice(5)}`
  })
  return { codes, recoveryHashes: codes.map((code) => hashOf(plain(code))) }
}
