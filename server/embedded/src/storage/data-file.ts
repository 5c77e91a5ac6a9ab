import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** A reason not to open a folder, as one sentence for the person who started the server. */
export class DataFolderError extends Error {}

const FORMAT = 1
const MAGIC = 0xbeefc0de
/** Where LMDB keeps the fields of a meta page: a page header of 24 bytes, then MDB_meta. */
const META = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152, bytes: 160 }

export interface DataFolder {
  readonly directory: string
  readonly dataFile: string
}

/** Makes the folder ready, or says in one sentence why not. @throws DataFolderError */
export function prepareFolder(directory: string): DataFolder {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    requireFormat(directory)
  } catch (error) {
    if (error instanceof DataFolderError) throw error
    throw new DataFolderError(`The data folder ${directory} cannot be written: ${(error as Error).message}.`)
  }
  const dataFile = join(directory, 'data.mdb')
  requireHeader(dataFile)
  return { directory, dataFile }
}

function requireFormat(directory: string): void {
  const file = join(directory, 'FORMAT')
  if (!existsSync(file)) return writeFileSync(file, `${FORMAT}\n`, { mode: 0o600 })
  accessSync(file, constants.W_OK)
  const format = Number(readFileSync(file, 'utf8'))
  if (!Number.isInteger(format) || format < 1)
    throw new DataFolderError(`The data folder ${directory} is damaged: its FORMAT file is not readable.`)
  if (format > FORMAT)
    throw new DataFolderError(
      `The data folder ${directory} has format ${format}, newer than format ${FORMAT} which this version reads; use a newer version.`,
    )
}

interface Meta {
  readonly transaction: bigint
  readonly lastPage: number
  readonly pageSize: number
}

function damaged(file: string, reason: string): DataFolderError {
  return new DataFolderError(`The data file ${file} is damaged: ${reason}. Restore a backup.`)
}

function requireHeader(file: string): void {
  if (existsSync(file)) readHeader(file)
}

/** The newer of the file's two meta pages. @throws DataFolderError */
function readHeader(file: string): Meta {
  const descriptor = openSync(file, 'r')
  try {
    const first = readMeta(descriptor, 0)
    if (!first) throw damaged(file, 'its header is not that of a data file')
    const second = readMeta(descriptor, first.pageSize)
    return second && second.transaction > first.transaction ? second : first
  } finally {
    closeSync(descriptor)
  }
}

function readMeta(descriptor: number, offset: number): Meta | undefined {
  const bytes = Buffer.alloc(META.bytes)
  if (readSync(descriptor, bytes, 0, META.bytes, offset) < META.bytes || bytes.readUInt32LE(META.magic) !== MAGIC)
    return undefined
  return {
    transaction: bytes.readBigUInt64LE(META.transaction),
    lastPage: Number(bytes.readBigUInt64LE(META.lastPage)),
    pageSize: bytes.readUInt32LE(META.pageSize),
  }
}

/**
 * How many bytes the file lacks of what its header says. LMDB leaves free pages at the end unwritten, so a short file may be whole; but
 * reading a page that is really missing kills the process by SIGBUS, so a short file is walked by another process first.
 */
export function missingBytes({ dataFile }: DataFolder): number {
  if (!existsSync(dataFile)) return 0
  const { lastPage, pageSize } = readHeader(dataFile)
  return Math.max(0, (lastPage + 1) * pageSize - statSync(dataFile).size)
}

/** Gives the file the length that its header says, once it is known that nothing real is missing. */
export function fillUp(folder: DataFolder): void {
  truncateSync(folder.dataFile, statSync(folder.dataFile).size + missingBytes(folder))
}

/** The error for a file of which a walk has found real pages missing. */
export function shortFileError({ dataFile }: DataFolder): DataFolderError {
  return damaged(dataFile, 'it is shorter than its header says')
}
