import { Inject, Singleton } from '@midwayjs/core'
import * as commands from '@parley/shared/attachments/upload'
import type { Principal } from '../../platform/principal.js'
import { handle } from '../../platform/realtime/command-registry.js'
import type { CommandRow } from '../../platform/realtime/command-registry.js'
import { CompleteUploadOfPrincipal } from './complete-upload.js'
import { RequestUploadOfPrincipal } from './request-upload.js'
import { CancelUploadOfPrincipal, ListPartsOfPrincipal } from './upload-parts.js'

/** Which use case answers which command; contacts and staff upload alike, each under a permission of their own. */
@Singleton()
export class AttachmentsGateway {
  @Inject() private readonly request!: RequestUploadOfPrincipal
  @Inject() private readonly listParts!: ListPartsOfPrincipal
  @Inject() private readonly complete!: CompleteUploadOfPrincipal
  @Inject() private readonly cancel!: CancelUploadOfPrincipal

  contactRows(): CommandRow<Principal>[] {
    return [
      handle(commands.RequestUpload, this.request),
      handle(commands.ListParts, this.listParts),
      handle(commands.CompleteUpload, this.complete),
      handle(commands.CancelUpload, this.cancel),
    ]
  }

  staffRows(): CommandRow<Principal>[] {
    return [
      handle(commands.RequestStaffUpload, this.request),
      handle(commands.ListStaffParts, this.listParts),
      handle(commands.CompleteStaffUpload, this.complete),
      handle(commands.CancelStaffUpload, this.cancel),
    ]
  }
}
