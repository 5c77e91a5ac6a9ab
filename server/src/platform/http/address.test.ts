import type { IncomingMessage } from 'node:http'
import { addressOf } from './address.js'

const request = (forwarded?: string) =>
  ({
    socket: { remoteAddress: '127.0.0.1' },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

describe('the address of a request', () => {
  it.each([
    ['no proxy is trusted: the connection counts, whatever the header claims', 0, '10.0.0.9', '127.0.0.1'],
    ['one proxy: the entry that it appended', 1, '10.0.0.9, 10.0.0.1', '10.0.0.1'],
    ['two proxies: the one before', 2, '10.0.0.9, 10.0.0.1', '10.0.0.9'],
    ['a chain shorter than the proxies: the connection', 3, '10.0.0.1', '127.0.0.1'],
  ])('%s', (_name, proxies, header, expected) => {
    expect(addressOf(request(header), proxies)).toBe(expected)
  })
})
