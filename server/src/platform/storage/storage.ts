import type { Readable } from 'node:stream'

/** One part of an upload as the storage holds it. */
export interface StoredPart {
  number: number
  size: number
}

/** What a browser is told about an object that it reads by a link. */
export interface Presentation {
  mediaType: string
  disposition: 'inline' | 'attachment'
  /** The name under which it is saved. */
  name: string
}

/**
 * Where objects lie. Two drivers, a local folder and any S3-compatible service, behave alike: an object exists whole or not
 * at all, a link is for one key and one method and holds five minutes. Every failure to reach the service is a `StorageAway`.
 */
export interface Storage {
  /** Prepares what the driver needs; a service that is away does not stop the start. */
  start(): Promise<void>
  isReachable(): Promise<boolean>
  /** Begins an upload in parts; returns what names it together with the key. */
  beginUpload(key: string): Promise<string>
  /** Where a browser writes one part of `bytes` length. */
  partLink(upload: UploadKey, part: { number: number; bytes: number }): Promise<string>
  /** The parts that have arrived whole, by number. */
  listParts(upload: UploadKey): Promise<StoredPart[]>
  /** Makes the object of its parts; repeating it after success does no harm. */
  finishUpload(upload: UploadKey): Promise<void>
  /** Drops what has arrived of an upload. */
  abortUpload(upload: UploadKey): Promise<void>
  put(key: string, bytes: Buffer, mediaType: string): Promise<void>
  putFile(key: string, path: string, mediaType: string): Promise<void>
  /** @returns its size in bytes, or null when there is no such object */
  size(key: string): Promise<number | null>
  /** Every object there is, in no order that means anything. */
  list(): AsyncIterable<{ key: string; size: number }>
  read(key: string): Promise<Readable>
  /** Gives a path under which the object can be read while `use` runs; what was made for that is removed afterwards. */
  withFile<Result>(key: string, use: (path: string) => Promise<Result>): Promise<Result>
  remove(keys: string[]): Promise<void>
  readLink(key: string, presentation: Presentation): Promise<string>
}

export interface UploadKey {
  key: string
  uploadId: string
}

/** How long every link holds. */
export const LINK_LASTS_S = 5 * 60

/** The service cannot be reached or answers with a fault of its own: whatever was asked may be asked again. */
export class StorageAway extends Error {
  constructor(cause: unknown) {
    super(`the object storage does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'StorageAway'
  }
}

/** Nothing lies under the key. */
export class NoSuchObject extends Error {
  constructor(key: string) {
    super(`no object ${key}`)
    this.name = 'NoSuchObject'
  }
}
