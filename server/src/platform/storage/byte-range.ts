/** A run of bytes, both ends included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The one range of a `Range` header (RFC 9110, 14.1.2). Undefined: send everything (no header, another unit, several ranges);
 * null: nothing of it exists.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | null | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (found === null) return undefined
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? null : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? null : { start, end }
}
