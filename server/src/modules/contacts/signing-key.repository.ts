import { randomBytes, webcrypto } from 'node:crypto'
import { Init, Inject, Singleton } from '@midwayjs/core'
import type { Model } from 'mongoose'
import { MongoConnection } from '../../platform/mongo/connection.js'
import { isDuplicateOf } from '../../platform/mongo/duplicate-key.js'
import { signingKeySchema } from './signing-key.schema.js'
import type { SigningKeyDocument } from './signing-key.schema.js'

const CONTACT_SESSIONS = 'contact-sessions'

@Singleton()
export class SigningKeyRepository {
  @Inject()
  private readonly mongo!: MongoConnection

  private model!: Model<SigningKeyDocument>

  @Init()
  initialize(): void {
    this.model = this.mongo.model('signingKeys', signingKeySchema)
  }

  /** The key that contact sessions are signed with, made at the first call of the first node and ready for use. By _id. */
  async contactSessionKey(): Promise<webcrypto.CryptoKey> {
    const stored = await this.read()
    if (stored !== null) return stored
    try {
      await this.model.insertMany([{ _id: CONTACT_SESSIONS, secret: randomBytes(32), createdAt: new Date() }], {
        comment: 'every tenant: one key signs the sessions of all channels',
      } as never)
    } catch (error) {
      if (!isDuplicateOf(error, '_id_')) throw error
    }
    const made = await this.read()
    if (made === null) throw new Error('The signing key of contact sessions could not be stored')
    return made
  }

  private async read(): Promise<webcrypto.CryptoKey | null> {
    const found = await this.model
      .findById(CONTACT_SESSIONS)
      .comment('every tenant: one key signs the sessions of all channels')
      .lean()
    if (found === null) return null
    const { buffer } = found.secret as unknown as { buffer: Uint8Array }
    return webcrypto.subtle.importKey('raw', buffer, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  }
}
