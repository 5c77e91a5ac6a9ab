import { Sha256 } from './sha256.js'

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7919) % 251)

async function expected(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

describe('SHA-256 of a stream', () => {
  it('agrees with the platform for every length around a block', async () => {
    for (let length = 0; length <= 200; length += 1) {
      const bytes = bytesOf(length)
      expect(new Sha256().update(bytes).hex()).toBe(await expected(bytes))
    }
  })

  it('does not depend on how the bytes are cut', async () => {
    const bytes = bytesOf(100_000)
    const hash = new Sha256()
    for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 7 + 3) % 997) {
      hash.update(bytes.subarray(at, at + step))
    }
    expect(hash.hex()).toBe(await expected(bytes))
  })
})
