import { hkdfSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { CurrentSettings } from '../config/current-settings.js'
import { keptKey } from './kept-key.js'

/** A secret, and whether it lay in the store as it is. */
export interface OpenedSecret {
  secret: string
  isPlain: boolean
}

const derivedFrom = (words: string): Uint8Array => new Uint8Array(hkdfSync('sha256', words, '', 'parley secrets', 32))

/**
 * Secrets that the server has to read again, encrypted before they are stored, so that a copy of the store alone gives none
 * away. The key is the setting `SECRETS_KEY`; beside the embedded store it lies in the data folder. On a MongoDB without the
 * setting secrets stay as they are: a key in the folder of one node would be no use to the others.
 */
@Singleton()
export class SecretBox {
  @Inject()
  private readonly settings!: CurrentSettings

  @Logger()
  private readonly logger!: ILogger

  private key: Promise<Uint8Array | null> | undefined

  /** For the store. `subject` says whose secret it is: at another place in the store it opens nothing. */
  async seal(secret: string, subject: string): Promise<string> {
    const key = await this.heldKey()
    if (key === null) return secret
    const { CompactEncrypt } = await import('jose')
    const header = { alg: 'dir', enc: 'A256GCM', sub: subject }
    return new CompactEncrypt(new TextEncoder().encode(secret)).setProtectedHeader(header).encrypt(key)
  }

  /** What `seal` was given. Null when the key is another or the secret belongs elsewhere: the log says so. */
  async open(stored: string, subject: string): Promise<OpenedSecret | null> {
    // A sealed one has five parts; none of ours that is not sealed has a dot.
    if (!stored.includes('.')) return { secret: stored, isPlain: true }
    const { compactDecrypt } = await import('jose')
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(stored, (await this.heldKey()) ?? new Uint8Array(32))
      if (protectedHeader['sub'] !== subject) throw new Error('it is the secret of somebody else')
      return { secret: new TextDecoder().decode(plaintext), isPlain: false }
    } catch (error) {
      this.logger.error('the secret of %s cannot be read with this SECRETS_KEY: %s', subject, (error as Error).message)
      return null
    }
  }

  /** Whether `seal` encrypts. */
  async hasKey(): Promise<boolean> {
    return (await this.heldKey()) !== null
  }

  private heldKey(): Promise<Uint8Array | null> {
    this.key ??= this.findKey().catch((error: unknown) => {
      this.key = undefined
      throw error
    })
    return this.key
  }

  private async findKey(): Promise<Uint8Array | null> {
    const { secretsKey, mongodbUri, dataDirectory } = this.settings.values
    if (secretsKey !== null) return derivedFrom(secretsKey)
    if (mongodbUri === null) {
      // As text, so that it can be the setting once the store is another.
      const fresh = randomBytes(32).toString('base64url')
      return derivedFrom((await keptKey(join(dataDirectory, 'secrets-key'), fresh)).toString())
    }
    this.logger.warn('secrets are stored as they are: set SECRETS_KEY, the same on every node, to have them encrypted')
    return null
  }
}
