import { readFileSync } from 'node:fs'
import type { ParleyError } from '@parley/shared/kernel/errors'
import { readHostToken } from './host-token.js'

interface Vectors {
  secret: string
  channel: string
  at: number
  vectors: { name: string; plaintext: string; token: string; expect: string; why?: string }[]
}

const { secret, channel, at, vectors } = JSON.parse(
  readFileSync(require.resolve('@parley/token/vectors.json'), 'utf8'),
) as Vectors
const [id = '', key = ''] = secret.split('.')
const reading = {
  channelKey: channel,
  signingKeys: [{ id, secret: Buffer.from(key, 'base64url'), retiresAt: null }],
  now: new Date(at * 1000),
}

describe('the published test vectors', () => {
  it.each(vectors)('$name: $expect', async ({ token, plaintext, expect: expected }) => {
    const outcome = await readHostToken(token, reading).catch((error: unknown) => error as ParleyError)
    if (expected !== 'accepted') {
      expect(outcome).toMatchObject({ code: expected })
      return
    }
    const { sub, name } = JSON.parse(plaintext) as { sub: string; name?: string }
    expect(outcome).toMatchObject({ externalId: sub, claims: { name: name ?? sub }, keyId: id })
  })

  it('are not accepted once their key has ended', async () => {
    const ended = { ...reading, signingKeys: [{ ...reading.signingKeys[0]!, retiresAt: reading.now }] }
    await expect(readHostToken(vectors[0]!.token, ended)).rejects.toMatchObject({ code: 'identity_refused' })
  })
})
