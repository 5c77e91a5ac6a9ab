import { BsonType } from './bson-type.js'
import type { RawValue } from './raw.js'

const FIRST_SIZE = 1024

/** Builds BSON bytes without going through JavaScript objects, so that stored documents are copied into replies as they are. */
export class BsonWriter {
  private bytes = Buffer.allocUnsafe(FIRST_SIZE)
  private length = 0
  private readonly open: number[] = []

  constructor() {
    this.begin()
  }

  private begin(): void {
    this.reserve(4)
    this.open.push(this.length)
    this.length += 4
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }

  private name(type: number, name: string): void {
    this.reserve(name.length * 3 + 2)
    this.bytes[this.length++] = type
    this.length += this.bytes.write(name, this.length)
    this.bytes[this.length++] = 0
  }

  /** Appends a value as it lies in another buffer. */
  value(name: string, { type, bytes, start, end }: RawValue): this {
    this.name(type, name)
    this.reserve(end - start)
    bytes.copy(this.bytes, this.length, start, end)
    this.length += end - start
    return this
  }

  /** Appends a whole document. */
  document(name: string, document: Buffer): this {
    return this.value(name, { type: BsonType.document, bytes: document, start: 0, end: document.length })
  }

  string(name: string, text: string): this {
    this.name(BsonType.string, name)
    const size = Buffer.byteLength(text)
    this.reserve(size + 5)
    this.length = this.bytes.writeInt32LE(size + 1, this.length)
    this.length += this.bytes.write(text, this.length)
    this.bytes[this.length++] = 0
    return this
  }

  int32(name: string, number: number): this {
    this.name(BsonType.int32, name)
    this.reserve(4)
    this.length = this.bytes.writeInt32LE(number, this.length)
    return this
  }

  int64(name: string, number: bigint): this {
    this.name(BsonType.int64, name)
    this.reserve(8)
    this.length = this.bytes.writeBigInt64LE(number, this.length)
    return this
  }

  double(name: string, number: number): this {
    this.name(BsonType.double, name)
    this.reserve(8)
    this.length = this.bytes.writeDoubleLE(number, this.length)
    return this
  }

  /** Opens a document or an array; `close` ends it. */
  nest(name: string, type: typeof BsonType.document | typeof BsonType.array): this {
    this.name(type, name)
    this.begin()
    return this
  }

  close(): this {
    const start = this.open.pop()!
    this.reserve(1)
    this.bytes[this.length++] = 0
    this.bytes.writeInt32LE(this.length - start, start)
    return this
  }

  /** Ends the outermost document. */
  finish(): Buffer {
    this.close()
    return this.bytes.subarray(0, this.length)
  }
}
