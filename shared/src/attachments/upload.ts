import { z } from 'zod'
import { command } from '../kernel/command.js'
import { ClientMessageId, Id } from '../kernel/ids.js'
import { Attachment } from './attachment.js'
import { NAME_MAX_CHARACTERS, PARTS_MAX } from './limits.js'

const request = {
  input: z.strictObject({
    /** Given by the client, so that a repeated request is the same upload. */
    clientUploadId: ClientMessageId,
    name: z.string().min(1).max(NAME_MAX_CHARACTERS),
    size: z.int().positive(),
    /** What the browser takes it for; only content decides in the end. */
    declaredType: z.string().max(200),
  }),
  output: z.strictObject({ attachmentId: Id, partBytes: z.int().positive(), partCount: z.int().positive() }),
}

const parts = {
  input: z.strictObject({ attachmentId: Id, from: z.int().positive().max(PARTS_MAX) }),
  output: z.strictObject({
    /** Parts that have arrived whole, so that an interrupted upload goes on where it was. */
    received: z.array(z.int().positive()),
    /** Addresses for the next parts from `from` on, each for writing that part alone. */
    links: z.array(z.strictObject({ number: z.int().positive(), url: z.string() })),
  }),
}

const complete = {
  input: z.strictObject({ attachmentId: Id, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  output: z.strictObject({ attachment: Attachment }),
}

const cancel = { input: z.strictObject({ attachmentId: Id }), output: z.strictObject({}) }

/** A contact asks to upload: refused here already when it is too large, of no accepted type, or beyond the quota. */
export const RequestUpload = command({ name: 'attachments:requestUpload', permission: 'thread.write', ...request })
export const ListParts = command({ name: 'attachments:listParts', permission: 'thread.own', ...parts })
/** All parts are there: size, hash and content are checked, and only then it may go into a message. */
export const CompleteUpload = command({ name: 'attachments:completeUpload', permission: 'thread.own', ...complete })
export const CancelUpload = command({ name: 'attachments:cancelUpload', permission: 'thread.own', ...cancel })

const PERMISSION = 'attachments.upload'

/** The same for staff. */
export const RequestStaffUpload = command({
  name: 'attachments:requestStaffUpload',
  permission: PERMISSION,
  ...request,
})
export const ListStaffParts = command({ name: 'attachments:listStaffParts', permission: PERMISSION, ...parts })
export const CompleteStaffUpload = command({
  name: 'attachments:completeStaffUpload',
  permission: PERMISSION,
  ...complete,
})
export const CancelStaffUpload = command({ name: 'attachments:cancelStaffUpload', permission: PERMISSION, ...cancel })
