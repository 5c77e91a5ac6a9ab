import { Inject, Singleton } from '@midwayjs/core'
import { CreateTag, DeleteTag, EditTag, ListTags } from '@parley/shared/tags/tag'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import type { StaffPrincipal } from '../accounts/index.js'
import { CreateTagOfTenant, DeleteTagOfTenant, EditTagOfTenant, ListTagsOfTenant } from './manage-tags.js'

/** Which use case answers which command about the list of tags. */
@Singleton()
export class TagsGateway {
  @Inject() private readonly list!: ListTagsOfTenant
  @Inject() private readonly create!: CreateTagOfTenant
  @Inject() private readonly edit!: EditTagOfTenant
  @Inject() private readonly remove!: DeleteTagOfTenant

  rows(): CommandRow<StaffPrincipal>[] {
    return [
      handle(ListTags, this.list),
      handle(CreateTag, this.create),
      handle(EditTag, this.edit),
      handle(DeleteTag, this.remove),
    ]
  }
}
