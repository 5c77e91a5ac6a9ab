import { hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../config/settings.js'

const MARK_BYTES = 6

/** Which key a site's secrets are encrypted with, in letters that give nothing of it away; null where there is none. */
export async function keyMarkOf({ secretsKey, mongodbUri, dataDirectory }: Settings): Promise<string | null> {
  const words = secretsKey ?? (mongodbUri === null ? await readKey(join(dataDirectory, 'secrets-key')) : null)
  if (words === null) return null
  return Buffer.from(hkdfSync('sha256', words, '', 'parley mark of the secrets key', MARK_BYTES)).toString('hex')
}

async function readKey(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
