import { readFileSync } from 'node:fs'
import { createDecipheriv } from 'node:crypto'
import { join } from 'node:path'
import { jwtDecrypt } from 'jose'
import { issueContactToken } from './issue-contact-token.js'

const KEY = Buffer.alloc(32, 7)
const secret = `parley_k1.${KEY.toString('base64url')}`
const read = async (token: string) => jwtDecrypt(token, new Uint8Array(KEY))

describe('a contact token', () => {
  it('says who, for which channel, since when and until when, under the key that it names', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { payload, protectedHeader } = await read(
      await issueContactToken({ secret, channel: 'shop', sub: 'user-1', name: '用户', attributes: { orders: 7 } }),
    )
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'parley_k1' })
    const { iat = 0 } = payload
    expect(iat).toBeGreaterThanOrEqual(before)
    expect(payload).toEqual({
      aud: 'shop',
      sub: 'user-1',
      name: '用户',
      attributes: { orders: 7 },
      iat,
      exp: iat + 365 * 24 * 3_600,
    })
  })

  it('has an initialisation vector of its own each time', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 50 }, () => issueContactToken({ secret, channel: 'shop', sub: 'user-1' })),
    )
    expect(new Set(tokens.map((token) => token.split('.')[2])).size).toBe(50)
  })

  it('lasts as long as asked', async () => {
    const { payload } = await read(
      await issueContactToken({ secret, channel: 'shop', sub: 'user-1', expiresInSeconds: 60 }),
    )
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
  })

  it.each([
    ['half a secret', { secret: 'parley_k1' }],
    ['a secret with another in it', { secret: `${secret}.more` }],
    ['a short key', { secret: 'parley_k1.AAAA' }],
    ['no channel', { channel: '' }],
    ['nobody', { sub: '' }],
    ['a sub that is too long', { sub: 'x'.repeat(201) }],
    ['no time at all', { expiresInSeconds: 0 }],
    ['a time that is no number', { expiresInSeconds: Number.NaN }],
  ])('is not made of %s', async (_what, wrong) => {
    await expect(issueContactToken({ secret, channel: 'shop', sub: 'user-1', ...wrong })).rejects.toThrow(TypeError)
  })
})

describe('the published vectors', () => {
  const { keyHex, vectors } = JSON.parse(readFileSync(join(__dirname, '../vectors.json'), 'utf8')) as {
    keyHex: string
    vectors: { name: string; header: string; plaintext: string; iv: string; token: string }[]
  }

  it.each(vectors)('hold what they say: $name', ({ header, plaintext, iv, token }) => {
    const [protectedHeader = '', key, ivPart = '', ciphertext = '', tag = ''] = token.split('.')
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(keyHex, 'hex'), Buffer.from(ivPart, 'base64url'))
    decipher.setAAD(Buffer.from(protectedHeader))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    const opened = Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()])
    expect(opened.toString('utf8')).toBe(plaintext)
    expect(Buffer.from(protectedHeader, 'base64url').toString('utf8')).toBe(header)
    expect([key, ivPart]).toEqual(['', iv])
  })
})
