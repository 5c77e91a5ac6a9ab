import { Inject, Singleton } from '@midwayjs/core'
import type { StaffAccount } from '@parley/shared/accounts/management'
import type { StaffCommands } from '@parley/shared/protocol'
import { StaffAccountRepository } from '../accounts/index.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { Avatars } from '../attachments/index.js'
import { AuditLog } from '../audit/index.js'
import { StaffManagement, subjectOf } from './staff-management.js'

/** Gives an account a picture, or takes it away. */
@Singleton()
export class AccountAvatars {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly avatars!: Avatars

  @Inject()
  private readonly audit!: AuditLog

  /** @throws ParleyError `type_refused`, `media_damaged`, `too_many_pixels` */
  async set(caller: StaffPrincipal, of: StaffAccount, picture: string | null): Promise<StaffAccount> {
    const { tenantId } = caller
    const bytes = picture === null ? null : Buffer.from(picture, 'base64')
    const avatar = bytes && (await this.avatars.put(tenantId, bytes, of.avatar))
    const staff = await this.accounts.setAvatar(tenantId, of.id, avatar)
    if (avatar === null && of.avatar !== null) await this.avatars.remove(of.avatar)
    await this.audit.record(caller, {
      action: 'staff.edited',
      subject: subjectOf(staff),
      details: { fields: ['avatar'] },
    })
    return staff
  }
}

@Singleton()
export class SetOwnAvatarOfStaff {
  @Inject()
  private readonly accounts!: StaffAccountRepository

  @Inject()
  private readonly avatars!: AccountAvatars

  async run(
    caller: StaffPrincipal,
    { picture }: StaffCommands['accounts:setOwnAvatar']['input'],
  ): Promise<StaffCommands['accounts:setOwnAvatar']['output']> {
    const own = await this.accounts.get(caller.tenantId, caller.staffId)
    return { staff: await this.avatars.set(caller, own, picture) }
  }
}

@Singleton()
export class SetAvatarOfStaff {
  @Inject()
  private readonly management!: StaffManagement

  @Inject()
  private readonly avatars!: AccountAvatars

  /** @throws ParleyError `not_found`, `forbidden` */
  async run(
    caller: StaffPrincipal,
    { staffId, picture }: StaffCommands['accounts:setStaffAvatar']['input'],
  ): Promise<StaffCommands['accounts:setStaffAvatar']['output']> {
    const of = await this.management.get(caller, staffId)
    return { staff: await this.avatars.set(caller, of, picture) }
  }
}
