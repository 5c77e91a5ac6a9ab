// Files as a visitor's client sends them, without what only the client costs: bytes and hash are made beforehand.
import { createHash, randomBytes, randomUUID } from 'node:crypto'

export const MB = 1024 * 1024
const HEAD = Buffer.from('%PDF-1.7\n')

/** Bytes that are there as a file of theirs. */
export function fileOf({ name, type, content, partBytes }) {
  const partAt = (start) => content.subarray(start, start + partBytes)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { name, type, bytes: content.length, partBytes, partAt, sha256 }
}

/** A document of a size, whose parts are one buffer sent again and again. */
export function document(bytes, partBytes) {
  const block = randomBytes(partBytes)
  const partAt = (start) => {
    const part = block.subarray(0, Math.min(partBytes, bytes - start))
    return start === 0 ? Buffer.concat([HEAD, part.subarray(HEAD.length)]) : part
  }
  const hash = createHash('sha256')
  for (let start = 0; start < bytes; start += partBytes) hash.update(partAt(start))
  return { name: 'a.pdf', type: 'application/pdf', bytes, partBytes, partAt, sha256: hash.digest('hex') }
}

/** Into parts of which size the server has files cut. */
export async function partBytesOf(contact) {
  const request = { clientUploadId: randomUUID(), name: 'a.pdf', size: 1, declaredType: 'application/pdf' }
  const { attachmentId, partBytes } = await contact.call('attachments:requestUpload', request)
  await contact.call('attachments:cancelUpload', { attachmentId })
  return partBytes
}

async function put(url, body) {
  const headers = { 'Content-Type': 'application/octet-stream' }
  const answer = await fetch(url, { method: 'PUT', headers, body })
  if (!answer.ok) throw new Error(`a part was answered with ${answer.status}`)
}

const since = (start) => (performance.now() - start) / 1000

/** Uploads a document to Parley: seconds for its parts, and for putting together, measuring and checking it. */
export async function uploadToParley(contact, url, { name, type, bytes, partBytes, partAt, sha256 }) {
  const request = { clientUploadId: randomUUID(), name, size: bytes, declaredType: type }
  const { attachmentId } = await contact.call('attachments:requestUpload', request)
  const start = performance.now()
  let links = []
  for (let at = 0, number = 1; at < bytes; at += partBytes, number += 1) {
    if (links.length === 0) ({ links } = await contact.call('attachments:listParts', { attachmentId, from: number }))
    await put(new URL(links.shift().url, url), partAt(at))
  }
  const carried = since(start)
  await completed(contact, { attachmentId, sha256 })
  return { attachmentId, carried, whole: since(start) }
}

/** The answer to a large one comes later than a client waits for it: then it asks again. */
async function completed(contact, input) {
  for (;;) {
    try {
      return await contact.call('attachments:completeUpload', input)
    } catch (error) {
      if (error.code !== 'unavailable') throw error
    }
  }
}

/** The same bytes in the same parts to the plain server. */
export async function uploadPlainly(port, { bytes, partBytes, partAt }) {
  const start = performance.now()
  const urls = []
  for (let at = 0; at < bytes; at += partBytes) {
    urls.push(`http://127.0.0.1:${port}/${at}`)
    await put(urls.at(-1), partAt(at))
  }
  const seconds = since(start)
  for (const url of urls) await fetch(url, { method: 'DELETE' })
  return seconds
}
