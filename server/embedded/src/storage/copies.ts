import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { walkDataFile } from '../process/walk-data-file.js'
import { DataFolderError, prepareFolder } from './data-file.js'
import { Engine } from './engine.js'
import { lockFolder } from './folder-lock.js'

const LOCK_WAIT_MS = 1_000

/** Copies a store's data, without its free pages, into a new folder; also while a server uses it. The copy is read through before this ends. */
export async function backup(directory: string, target: string): Promise<void> {
  const folder = existing(directory)
  requireEmpty(target)
  const copy = prepareFolder(target)
  const engine = new Engine(folder.dataFile, () => {}, { readOnly: true })
  await engine.backup(copy.dataFile)
  await engine.close()
  await requireSound(copy.dataFile)
  syncFile(copy.dataFile)
}

/** Puts a backup into an empty or missing folder, after reading it through. */
export async function restore(source: string, directory: string): Promise<void> {
  const from = existing(source)
  await requireSound(from.dataFile)
  requireEmpty(directory)
  const folder = prepareFolder(directory)
  copyFileSync(from.dataFile, folder.dataFile)
  syncFile(folder.dataFile)
}

/** Rewrites a folder's data without its free pages. Nobody may use the folder meanwhile. @returns bytes before and after */
export async function compact(directory: string): Promise<{ before: number; after: number }> {
  const folder = existing(directory)
  const unlock = await lockFolder(directory, LOCK_WAIT_MS)
  if (!unlock)
    throw new DataFolderError(`The data folder ${directory} is in use by another process; stop it before compacting.`)
  const fresh = join(directory, 'compacted.mdb')
  try {
    rmSync(fresh, { force: true })
    const before = statSync(folder.dataFile).size
    const engine = new Engine(folder.dataFile, () => {}, { readOnly: true })
    await engine.backup(fresh)
    await engine.close()
    await requireSound(fresh)
    syncFile(fresh)
    renameSync(fresh, folder.dataFile)
    rmSync(`${folder.dataFile}-lock`, { force: true })
    return { before, after: statSync(folder.dataFile).size }
  } finally {
    rmSync(fresh, { force: true })
    rmSync(`${fresh}-lock`, { force: true })
    await unlock()
  }
}

function existing(directory: string) {
  if (!existsSync(join(directory, 'data.mdb'))) throw new DataFolderError(`There is no store in ${directory}.`)
  return prepareFolder(directory)
}

function requireEmpty(directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new DataFolderError(`The folder ${directory} is not empty.`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
}

async function requireSound(file: string): Promise<void> {
  const { problems } = await walkDataFile(file)
  if (problems.length > 0) throw new DataFolderError(`The data file ${file} is damaged: ${problems[0]}.`)
}

function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
