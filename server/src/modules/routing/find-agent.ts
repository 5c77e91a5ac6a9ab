import { Inject, Singleton } from '@midwayjs/core'
import { ParleyError } from '@parley/shared/kernel/errors'
import { canBeAssignee, StaffRepository } from '../accounts/index.js'
import type { StaffMember } from '../accounts/index.js'

/** Whether somebody may be given a chat at all, whether they are there and have room or not. */
export const mayHaveChats = (member: StaffMember | null): member is StaffMember =>
  member !== null && !member.isDisabled && canBeAssignee(member.roles)

/** The agent whom somebody else gives a conversation to. */
@Singleton()
export class FindAgent {
  @Inject()
  private readonly staff!: StaffRepository

  /** `field` is where the id stood. @throws ParleyError `not_found`; `bad_request` for one who cannot have chats */
  async run(tenantId: string, staffId: string, field: string): Promise<StaffMember> {
    const member = await this.staff.find(tenantId, staffId)
    if (member === null || member.isDisabled) throw new ParleyError('not_found')
    if (mayHaveChats(member)) return member
    throw new ParleyError('bad_request', { issues: [{ path: field, code: 'not_an_agent' }] })
  }
}
