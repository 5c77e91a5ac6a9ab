import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'

/**
 * Takes a folder for this process alone, by the reader table of a tiny LMDB file in it: LMDB ties each entry to its process with a lock of the
 * kernel, so a process that dies in whatever way frees it. Two that start together may both step back; each tries again after a random while.
 * @returns what gives the folder free; undefined when another process holds it until `waitMs` is over
 */
export async function lockFolder(directory: string, waitMs: number): Promise<(() => Promise<void>) | undefined> {
  const end = Date.now() + waitMs
  const database: RootDatabase = open({
    path: join(directory, 'owner.lock'),
    noSubdir: true,
    overlappingSync: false,
    maxReaders: 64,
  } as never)
  for (;;) {
    const place = database.useReadTransaction()
    database.get('owner')
    database.readerCheck()
    if (!hasOtherReader(database)) return async () => void (place.done(), await database.close())
    place.done()
    await database.close()
    if (Date.now() >= end) return undefined
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 150))
    return lockFolder(directory, end - Date.now())
  }
}

function hasOtherReader(database: RootDatabase): boolean {
  const lines = database.readerList().split('\n').slice(1)
  const owners = lines.map((line) => Number(/^\s*(\d+)/.exec(line)?.[1])).filter((pid) => pid > 0)
  return owners.some((pid) => pid !== process.pid)
}
