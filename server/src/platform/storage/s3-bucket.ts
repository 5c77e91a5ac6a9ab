import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'minio'
import type { S3Settings } from '../../config/settings.js'
import { contentDisposition } from './content-disposition.js'
import { LINK_LASTS_S, NoSuchObject, StorageAway } from './storage.js'
import type { Presentation, Storage, StoredPart, UploadKey } from './storage.js'

/** What a service of any size answers in this time, apart from carrying bytes. */
const ANSWERS_WITHIN_MS = 15_000

/** Codes of S3 for something that is not there. */
const MISSING = new Set(['NoSuchKey', 'NoSuchUpload', 'NotFound'])

/** The client keeps what it knows of parts to its subclasses. */
class BucketClient extends Client {
  uploadedParts(bucket: string, { key, uploadId }: UploadKey): Promise<{ part: number; etag: string; size: number }[]> {
    return this.listParts(bucket, key, uploadId)
  }
}

interface Logger {
  warn: (message: string, ...values: unknown[]) => void
}

/** Objects in a bucket of any S3-compatible service; browsers read and write there by presigned links, path style. */
export class S3Bucket implements Storage {
  private readonly client: BucketClient
  /** Signs for the address that browsers use: the host is part of the signature. */
  private readonly signer: BucketClient
  private hasBucket = false

  constructor(
    private readonly settings: S3Settings,
    private readonly logger: Logger,
  ) {
    this.client = clientOf(settings, settings.endpoint)
    this.signer = clientOf(settings, settings.publicEndpoint)
  }

  async start(): Promise<void> {
    try {
      await this.ensureBucket()
    } catch (error) {
      this.logger.warn('the object storage is away, files wait for it: %s', (error as Error).message)
    }
  }

  async isReachable(): Promise<boolean> {
    return this.ask(() => this.client.bucketExists(this.settings.bucket)).catch(() => false)
  }

  async beginUpload(key: string): Promise<string> {
    await this.ensureBucket()
    return this.ask(() => this.client.initiateNewMultipartUpload(this.settings.bucket, key, {}))
  }

  async partLink({ key, uploadId }: UploadKey, { number }: { number: number; bytes: number }): Promise<string> {
    const parameters = { uploadId, partNumber: String(number) }
    return this.signer.presignedUrl('PUT', this.settings.bucket, key, LINK_LASTS_S, parameters)
  }

  async readLink(key: string, { mediaType, disposition, name }: Presentation): Promise<string> {
    return this.signer.presignedGetObject(this.settings.bucket, key, LINK_LASTS_S, {
      'response-content-type': mediaType,
      'response-content-disposition': contentDisposition(disposition, name),
      'response-cache-control': `private, max-age=${LINK_LASTS_S}`,
    })
  }

  async listParts(upload: UploadKey): Promise<StoredPart[]> {
    const parts = await this.unlessMissing(() => this.client.uploadedParts(this.settings.bucket, upload), [])
    return parts.map(({ part, size }) => ({ number: part, size }))
  }

  async finishUpload(upload: UploadKey): Promise<void> {
    const { bucket } = this.settings
    const parts = await this.unlessMissing(() => this.client.uploadedParts(bucket, upload), null)
    // Finished before, by a request whose answer was lost.
    if (parts === null && (await this.size(upload.key)) !== null) return
    if (parts === null || parts.length === 0) throw new NoSuchObject(upload.key)
    const etags = parts.map(({ part, etag }) => ({ part, etag }))
    await this.ask(() => this.client.completeMultipartUpload(bucket, upload.key, upload.uploadId, etags))
  }

  async abortUpload({ key, uploadId }: UploadKey): Promise<void> {
    await this.unlessMissing(() => this.client.abortMultipartUpload(this.settings.bucket, key, uploadId), undefined)
  }

  async put(key: string, bytes: Buffer, mediaType: string): Promise<void> {
    await this.ask(() =>
      this.client.putObject(this.settings.bucket, key, bytes, bytes.length, { 'Content-Type': mediaType }),
    )
  }

  async putFile(key: string, path: string, mediaType: string): Promise<void> {
    const { size } = await stat(path)
    await this.carry(() =>
      this.client.putObject(this.settings.bucket, key, createReadStream(path), size, { 'Content-Type': mediaType }),
    )
  }

  async size(key: string): Promise<number | null> {
    const found = await this.unlessMissing(() => this.client.statObject(this.settings.bucket, key), null)
    return found?.size ?? null
  }

  async *list(): AsyncIterable<{ key: string; size: number }> {
    for await (const item of this.client.listObjectsV2(this.settings.bucket, '', true)) {
      const { name, size } = item as { name?: string; size: number }
      if (name !== undefined) yield { key: name, size }
    }
  }

  async read(key: string): Promise<Readable> {
    const stream = await this.unlessMissing(() => this.client.getObject(this.settings.bucket, key), null)
    if (stream === null) throw new NoSuchObject(key)
    return stream
  }

  async withFile<Result>(key: string, use: (path: string) => Promise<Result>): Promise<Result> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-object-'))
    const path = join(directory, randomBytes(8).toString('hex'))
    try {
      const stream = await this.read(key)
      await this.carry(() => pipeline(stream, createWriteStream(path, { mode: 0o600 })))
      return await use(path)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  async remove(keys: string[]): Promise<void> {
    for (const key of keys)
      await this.unlessMissing(() => this.client.removeObject(this.settings.bucket, key), undefined)
  }

  /** Makes the bucket, and lets browsers write to it, where this account may; where not, somebody else has prepared both. */
  private async ensureBucket(): Promise<void> {
    if (this.hasBucket) return
    const { bucket, region } = this.settings
    if (!(await this.ask(() => this.client.bucketExists(bucket)))) {
      await this.ask(() => this.client.makeBucket(bucket, region))
    }
    await this.allowBrowsers().catch((error: Error) =>
      this.logger.warn('the bucket keeps the CORS rules that it has: %s', error.message),
    )
    this.hasBucket = true
  }

  private async allowBrowsers(): Promise<void> {
    const { bucket, region } = this.settings
    const rule = '<AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>'
    const body = `<CORSConfiguration><CORSRule>${rule}<AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>`
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') }
    const request = { method: 'PUT', bucketName: bucket, query: 'cors', headers }
    await this.client.makeRequestAsyncOmit(request, body, [200, 204], region)
  }

  /** Asks for something that carries few bytes. */
  private async ask<Result>(request: () => Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new StorageAway('no answer in time')), ANSWERS_WITHIN_MS)
    })
    return Promise.race([this.carry(request), late]).finally(() => clearTimeout(timer))
  }

  private async carry<Result>(request: () => Promise<Result>): Promise<Result> {
    try {
      return await request()
    } catch (error) {
      if (MISSING.has(codeOf(error))) throw error
      throw new StorageAway(error)
    }
  }

  private async unlessMissing<Result, Otherwise>(
    request: () => Promise<Result>,
    otherwise: Otherwise,
  ): Promise<Result | Otherwise> {
    try {
      return await this.ask(request)
    } catch (error) {
      if (MISSING.has(codeOf(error))) return otherwise
      throw error
    }
  }
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? ''

function clientOf({ accessKey, secretKey, region }: S3Settings, endpoint: URL): BucketClient {
  const useSSL = endpoint.protocol === 'https:'
  const port = endpoint.port === '' ? (useSSL ? 443 : 80) : Number(endpoint.port)
  return new BucketClient({ endPoint: endpoint.hostname, port, useSSL, accessKey, secretKey, region, pathStyle: true })
}
