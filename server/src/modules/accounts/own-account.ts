import { Inject, Singleton } from '@midwayjs/core'
import type { StaffCommands } from '@parley/shared/protocol'
import { ParleyError } from '@parley/shared/kernel/errors'
import { AuditLog } from '../audit/index.js'
import { hashPassword, passwordFits } from './passwords.js'
import { SecondStep } from './second-step.js'
import { SignInLimits } from './sign-in-limits.js'
import { StaffAccountRepository } from './staff-account.repository.js'
import { StaffCredentialsRepository } from './staff-credentials.repository.js'
import type { StaffCredentials } from './staff-credentials.repository.js'
import type { StaffPrincipal } from './staff-principal.js'
import { StaffSessions } from './staff-sessions.js'

type Input<Name extends keyof StaffCommands> = StaffCommands[Name]['input']
type Output<Name extends keyof StaffCommands> = Promise<StaffCommands[Name]['output']>

/** Asks for the password again before what an open screen alone must not be able to do. */
@Singleton()
export class ProvePassword {
  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly limits!: SignInLimits

  /** @throws ParleyError `invalid_credentials`, `rate_limited` */
  async run(caller: StaffPrincipal, password: string): Promise<StaffCredentials> {
    const attempt = { account: `${caller.tenantId} ${caller.key}`, address: caller.address, isFamiliar: true }
    await this.limits.take(attempt)
    const found = await this.credentials.find(caller.tenantId, caller.staffId)
    if (found === null || !(await passwordFits(found.passwordHash, password)))
      throw new ParleyError('invalid_credentials')
    await this.limits.giveBack(attempt)
    return found
  }
}

@Singleton()
export class ChooseOwnLanguage {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  async run(
    { tenantId, staffId }: StaffPrincipal,
    { language }: Input<'accounts:chooseLanguage'>,
  ): Output<'accounts:chooseLanguage'> {
    await this.accounts.setLanguage(tenantId, staffId, language)
    return {}
  }
}

@Singleton()
export class ListOwnSessions {
  @Inject()
  private readonly sessions!: StaffSessions

  async run({ tenantId, staffId, sessionId }: StaffPrincipal): Output<'accounts:listSessions'> {
    const sessions = (await this.sessions.list(tenantId, staffId)).map((session) => ({
      id: session.id,
      createdAt: session.createdAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      address: session.address,
      client: session.client,
      isCurrent: session.id === sessionId,
    }))
    return { sessions }
  }
}

@Singleton()
export class EndOwnSession {
  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { sessionId }: Input<'accounts:endSession'>): Output<'accounts:endSession'> {
    await this.sessions.end(caller, sessionId)
    await this.audit.record(caller, { action: 'session.ended' })
    return {}
  }
}

@Singleton()
export class EndOtherOwnSessions {
  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal): Output<'accounts:endOtherSessions'> {
    const ended = await this.sessions.endAll({ tenantId: caller.tenantId, id: caller.staffId }, caller.sessionId)
    await this.audit.record(caller, { action: 'session.ended', details: { ended } })
    return { ended }
  }
}

@Singleton()
export class ChangeOwnPassword {
  @Inject()
  private readonly prove!: ProvePassword

  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly sessions!: StaffSessions

  @Inject()
  private readonly audit!: AuditLog

  async run(
    caller: StaffPrincipal,
    { current, next }: Input<'accounts:changePassword'>,
  ): Output<'accounts:changePassword'> {
    const { member } = await this.prove.run(caller, current)
    await this.credentials.setPassword(caller.tenantId, caller.staffId, await hashPassword(next))
    await this.sessions.endAll(member, caller.sessionId)
    await this.audit.record(caller, { action: 'password.changed' })
    return {}
  }
}

@Singleton()
export class BeginOwnTotp {
  @Inject()
  private readonly prove!: ProvePassword

  @Inject()
  private readonly secondStep!: SecondStep

  /** @throws ParleyError `in_use` while one is in force: it has to be ended first */
  async run(caller: StaffPrincipal, { password }: Input<'accounts:beginTotp'>): Output<'accounts:beginTotp'> {
    const { member, totp } = await this.prove.run(caller, password)
    if (totp !== null && totp.confirmedAt !== null) throw new ParleyError('in_use')
    return this.secondStep.begin(member)
  }
}

@Singleton()
export class ConfirmOwnTotp {
  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly secondStep!: SecondStep

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { code }: Input<'accounts:confirmTotp'>): Output<'accounts:confirmTotp'> {
    const found = await this.credentials.find(caller.tenantId, caller.staffId)
    if (found === null) throw new ParleyError('not_found')
    const recoveryCodes = await this.secondStep.confirm(found, code)
    await this.audit.record(caller, { action: 'totp.enabled' })
    return { recoveryCodes }
  }
}

@Singleton()
export class EndOwnTotp {
  @Inject()
  private readonly prove!: ProvePassword

  @Inject()
  private readonly credentials!: StaffCredentialsRepository

  @Inject()
  private readonly audit!: AuditLog

  async run(caller: StaffPrincipal, { password }: Input<'accounts:endTotp'>): Output<'accounts:endTotp'> {
    await this.prove.run(caller, password)
    await this.credentials.setTotp(caller.tenantId, caller.staffId, null)
    await this.audit.record(caller, { action: 'totp.disabled' })
    return {}
  }
}

@Singleton()
export class RenewOwnRecoveryCodes {
  @Inject()
  private readonly prove!: ProvePassword

  @Inject()
  private readonly secondStep!: SecondStep

  async run(
    caller: StaffPrincipal,
    { password }: Input<'accounts:renewRecoveryCodes'>,
  ): Output<'accounts:renewRecoveryCodes'> {
    return { recoveryCodes: await this.secondStep.renewRecoveryCodes(await this.prove.run(caller, password)) }
  }
}
