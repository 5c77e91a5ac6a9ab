import { join } from 'node:path'
import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { CurrentSettings } from '../../config/current-settings.js'
import { Clock } from '../clock.js'
import { LocalFolder } from './local-folder.js'
import type { Storage } from './storage.js'

/** The storage that the settings choose: an S3 bucket where one is named, else a folder. */
@Singleton()
export class ObjectStorage {
  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly clock!: Clock

  @Logger()
  private readonly logger!: ILogger

  private current: Storage | undefined
  private local: LocalFolder | null = null

  async start(): Promise<void> {
    const { s3, dataDirectory } = this.settings.values
    if (s3 === null) {
      this.local = new LocalFolder(join(dataDirectory, 'files'), () => this.clock.now())
      this.current = this.local
    } else {
      // Only where there is a bucket: the client is forty modules.
      const { S3Bucket } = await import('./s3-bucket.js')
      this.current = new S3Bucket(s3, this.logger)
    }
    await this.driver.start()
  }

  get driver(): Storage {
    if (this.current === undefined) throw new Error('The storage has not been started')
    return this.current
  }

  /** The folder that this server serves itself, or null when an S3 service does. */
  get folder(): LocalFolder | null {
    return this.local
  }

  async isReachable(): Promise<boolean> {
    return this.current !== undefined && this.current.isReachable()
  }
}
