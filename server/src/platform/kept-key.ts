import { randomBytes } from 'node:crypto'
import { link, readFile, unlink, writeFile } from 'node:fs/promises'

/** A key that lies in a file of its own: what is there, else this one, of several who ask at once the first's. */
export async function keptKey(path: string, fresh: Buffer | string): Promise<Buffer> {
  const own = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(own, fresh, { flag: 'wx', mode: 0o600 })
  await link(own, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(own)
  return readFile(path)
}
