const ROUND_CONSTANTS = new Uint32Array(fractionsOfRoots((prime) => Math.cbrt(prime), 64))
const INITIAL = new Uint32Array(fractionsOfRoots((prime) => Math.sqrt(prime), 8))
const BLOCK_BYTES = 64

/**
 * SHA-256 (FIPS 180-4) of bytes that come piece by piece. Browsers hash streams nowhere, and on a plain HTTP address they
 * hash nothing at all, so this stands on its own.
 */
export class Sha256 {
  private readonly state = INITIAL.slice()
  private readonly schedule = new Uint32Array(64)
  private readonly rest = new Uint8Array(BLOCK_BYTES)
  private restLength = 0
  private length = 0

  update(bytes: Uint8Array): this {
    this.length += bytes.length
    let offset = 0
    if (this.restLength > 0) {
      offset = Math.min(BLOCK_BYTES - this.restLength, bytes.length)
      this.rest.set(bytes.subarray(0, offset), this.restLength)
      this.restLength += offset
      if (this.restLength < BLOCK_BYTES) return this
      this.compress(this.rest, 0)
    }
    for (; offset + BLOCK_BYTES <= bytes.length; offset += BLOCK_BYTES) this.compress(bytes, offset)
    this.rest.set(bytes.subarray(offset))
    this.restLength = bytes.length - offset
    return this
  }

  /** The hash as 64 hexadecimal digits; nothing may be added after it. */
  hex(): string {
    const bits = this.length * 8
    const padding = new Uint8Array((this.restLength < 56 ? 56 : 120) - this.restLength + 8)
    padding[0] = 0x80
    const view = new DataView(padding.buffer)
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(padding.length - 4, bits >>> 0)
    this.update(padding)
    return [...this.state].map((word) => word.toString(16).padStart(8, '0')).join('')
  }

  private compress(bytes: Uint8Array, offset: number): void {
    const w = this.schedule
    for (let i = 0; i < 16; i += 1) {
      const at = offset + i * 4
      w[i] = (byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3)
    }
    for (let i = 16; i < 64; i += 1) {
      const early = word(w, i - 15)
      const late = word(w, i - 2)
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
      w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0
    }
    this.mix(w)
  }

  private mix(w: Uint32Array): void {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = this.state
    for (let i = 0; i < 64; i += 1) {
      const one = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const chosen = (e & f) ^ (~e & g)
      const first = (h + one + chosen + word(ROUND_CONSTANTS, i) + word(w, i)) | 0
      const zero = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const majority = (a & b) ^ (a & c) ^ (b & c)
      h = g
      g = f
      f = e
      e = (d + first) | 0
      d = c
      c = b
      b = a
      a = (first + zero + majority) | 0
    }
    const added = [a, b, c, d, e, f, g, h]
    for (let i = 0; i < 8; i += 1) this.state[i] = word(this.state, i) + (added[i] ?? 0)
  }
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] as number
const word = (words: Uint32Array, at: number): number => words[at] as number
const rotate = (value: number, bits: number): number => (value >>> bits) | (value << (32 - bits))

/** The first 32 bits of the fractional parts of the roots of the first primes, which is where the standard takes its constants from. */
function fractionsOfRoots(root: (prime: number) => number, count: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes.map((prime) => Math.floor((root(prime) % 1) * 2 ** 32))
}
