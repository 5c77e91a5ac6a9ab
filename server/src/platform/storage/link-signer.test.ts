import { LinkSigner } from './link-signer.js'

const signer = new LinkSigner(Buffer.alloc(32, 1))
const NOW = 1_000
const sign = () =>
  new URLSearchParams(signer.sign({ method: 'GET', key: 'a/b', expires: NOW + 300, parameters: { name: '图.png' } }))
const verify = (query: URLSearchParams, { method = 'GET', key = 'a/b', now = NOW } = {}) =>
  signer.verify({ method, key, query }, now)

const altered = (change: (query: URLSearchParams) => void) => {
  const query = sign()
  change(query)
  return query
}

describe('a signed link', () => {
  it('allows what was signed, and HEAD with GET', () => {
    expect(verify(sign())?.parameters).toEqual({ name: '图.png' })
    expect(verify(sign(), { method: 'HEAD' })).not.toBeNull()
  })

  it.each([
    ['another key', () => verify(sign(), { key: 'a/c' })],
    ['another method', () => verify(sign(), { method: 'PUT' })],
    ['a method that no link has', () => verify(sign(), { method: 'DELETE' })],
    ['after its time', () => verify(sign(), { now: NOW + 300 })],
    ['another name', () => verify(altered((query) => query.set('name', 'x')))],
    ['a longer life', () => verify(altered((query) => query.set('expires', '9999999')))],
    ['one more parameter', () => verify(altered((query) => query.set('type', 'text/html')))],
    ['a parameter twice', () => verify(altered((query) => query.append('name', 'x')))],
    ['no signature', () => verify(altered((query) => query.delete('signature')))],
    ['another signature', () => verify(altered((query) => query.set('signature', 'A'.repeat(43))))],
  ])('refuses %s', (_what, attempt) => expect(attempt()).toBeNull())

  it('is not accepted under another key of the folder', () => {
    const other = new LinkSigner(Buffer.alloc(32, 2))
    expect(other.verify({ method: 'GET', key: 'a/b', query: sign() }, NOW)).toBeNull()
  })
})
