import { crc32 } from 'node:zlib'

const CHECKSUM_SIZE = 4

/** Thrown when stored bytes do not fit their checksum: they are never served as if they were true. */
export class DamagedRecordError extends Error {}

/** What is stored for a document: the checksum of its key and bytes, then its BSON. */
export function sealDocument(key: Buffer, document: Buffer): Buffer {
  const record = Buffer.allocUnsafe(CHECKSUM_SIZE + document.length)
  record.writeUInt32LE(crc32(document, crc32(key)), 0)
  document.copy(record, CHECKSUM_SIZE)
  return record
}

/**
 * The document of a stored record.
 * @throws DamagedRecordError
 */
export function openDocument(key: Buffer, record: Buffer): Buffer {
  const document = record.subarray(CHECKSUM_SIZE)
  if (record.length < CHECKSUM_SIZE + 5 || record.readUInt32LE(0) !== crc32(document, crc32(key)))
    throw new DamagedRecordError('a stored document does not fit its checksum; run verify and restore a backup')
  return document
}

/** What is stored for an index entry: a checksum, then the key of the document that it points to. */
export function sealPointer(key: Buffer, documentKey: Buffer): Buffer {
  return sealDocument(key, documentKey)
}

/** The key of the document that an index entry points to. */
export function openPointer(key: Buffer, record: Buffer): Buffer {
  const pointer = record.subarray(CHECKSUM_SIZE)
  if (record.length < CHECKSUM_SIZE || record.readUInt32LE(0) !== crc32(pointer, crc32(key)))
    throw new DamagedRecordError('an index entry does not fit its checksum; run verify and restore a backup')
  return pointer
}
