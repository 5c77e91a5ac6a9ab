import { Inject, Singleton } from '@midwayjs/core'
import * as commands from '@parley/shared/accounts/credentials'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import * as own from './own-account.js'
import type { StaffPrincipal } from './staff-principal.js'

/** Which use case answers which command about one's own account. Managing others' is in `admin`. */
@Singleton()
export class AccountsGateway {
  @Inject() private readonly chooseLanguage!: own.ChooseOwnLanguage
  @Inject() private readonly listSessions!: own.ListOwnSessions
  @Inject() private readonly endSession!: own.EndOwnSession
  @Inject() private readonly endOtherSessions!: own.EndOtherOwnSessions
  @Inject() private readonly changePassword!: own.ChangeOwnPassword
  @Inject() private readonly beginTotp!: own.BeginOwnTotp
  @Inject() private readonly confirmTotp!: own.ConfirmOwnTotp
  @Inject() private readonly endTotp!: own.EndOwnTotp
  @Inject() private readonly renewRecoveryCodes!: own.RenewOwnRecoveryCodes

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(commands.ChooseLanguage, this.chooseLanguage),
      handle(commands.ListSessions, this.listSessions),
      handle(commands.EndSession, this.endSession),
      handle(commands.EndOtherSessions, this.endOtherSessions),
      handle(commands.ChangePassword, this.changePassword),
      handle(commands.BeginTotp, this.beginTotp),
      handle(commands.ConfirmTotp, this.confirmTotp),
      handle(commands.EndTotp, this.endTotp),
      handle(commands.RenewRecoveryCodes, this.renewRecoveryCodes),
    ]
  }
}
