import { randomUUID } from 'node:crypto'
import type { Attachment } from '@parley/shared/attachments/attachment'
import { Uploader } from '@parley/shared/attachments/uploader'
import type { PutPart, UploadCommands } from '@parley/shared/attachments/uploader'
import { ParleyError } from '@parley/shared/kernel/errors'
import type { CallCommand } from '@parley/shared/kernel/command'
import type { ContactCommands, StaffCommands } from '@parley/shared/protocol'

/** The commands of an upload as a visitor's client sends them. */
export function uploadCommands({ call }: { call: CallCommand<ContactCommands> }): UploadCommands {
  return {
    request: (input) => call('attachments:requestUpload', input),
    listParts: (input) => call('attachments:listParts', input),
    complete: (input) => call('attachments:completeUpload', input),
    cancel: (input) => call('attachments:cancelUpload', input),
  }
}

/** The same for staff. */
export function staffUploadCommands({ call }: { call: CallCommand<StaffCommands> }): UploadCommands {
  return {
    request: (input) => call('attachments:requestStaffUpload', input),
    listParts: (input) => call('attachments:listStaffParts', input),
    complete: (input) => call('attachments:completeStaffUpload', input),
    cancel: (input) => call('attachments:cancelStaffUpload', input),
  }
}

/** Writes a part as a browser would, but for progress. */
export const putOver =
  (serverUrl: string): PutPart =>
  async (url, part, { signal }) => {
    const response = await fetch(new URL(url, serverUrl), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: part,
      signal,
    }).catch(() => {
      throw new ParleyError('unavailable')
    })
    if (!response.ok) throw new ParleyError(response.status >= 500 ? 'unavailable' : 'upload_incomplete')
  }

/** Uploads bytes under a name, by the clients' own code. */
export function upload(
  commands: UploadCommands,
  serverUrl: string,
  file: { name: string; bytes: Uint8Array; type?: string },
): Promise<Attachment> {
  const uploader = new Uploader({ commands, putPart: putOver(serverUrl), backoffMs: () => 100 })
  return uploader.upload({
    file: new File([file.bytes], file.name, { type: file.type ?? '' }),
    clientUploadId: randomUUID(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
}
