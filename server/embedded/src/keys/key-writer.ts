const FIRST_SIZE = 256

/** A growing buffer for keys whose byte order is the order of the values in them. */
export class KeyWriter {
  bytes = Buffer.allocUnsafe(FIRST_SIZE)
  length = 0

  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }

  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.length++] = value
  }

  uint32(value: number): void {
    this.reserve(4)
    this.length = this.bytes.writeUInt32BE(value, this.length)
  }

  copy(source: Buffer, start: number, end: number): void {
    this.reserve(end - start)
    source.copy(this.bytes, this.length, start, end)
    this.length += end - start
  }

  /** Text whose end sorts before any longer text: a zero byte inside becomes 00 FF, the end is 00 00. */
  text(source: Buffer, start: number, end: number): void {
    this.reserve((end - start) * 2 + 2)
    for (let at = start; at < end; at++) {
      const byte = source[at]!
      this.bytes[this.length++] = byte
      if (byte === 0) this.bytes[this.length++] = 0xff
    }
    this.bytes[this.length++] = 0
    this.bytes[this.length++] = 0
  }

  /** Turns the order of everything written since `start` round, for descending fields. */
  invert(start: number): void {
    for (let at = start; at < this.length; at++) this.bytes[at] = this.bytes[at]! ^ 0xff
  }

  /** What was written, as bytes of its own. */
  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.length))
    this.length = 0
    return taken
  }
}

/** The first key behind every key that begins with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: Buffer): Buffer | undefined {
  let length = prefix.length
  while (length > 0 && prefix[length - 1] === 0xff) length--
  if (length === 0) return undefined
  const next = Buffer.from(prefix.subarray(0, length))
  next[length - 1] = next[length - 1]! + 1
  return next
}
