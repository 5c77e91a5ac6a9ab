import { licenceFaults, secretLines } from '../scripts/supply-rules.js'

describe('what comes from elsewhere', () => {
  it.each([
    ['MIT', 0],
    ['(MIT OR GPL-3.0)', 0],
    ['Apache-2.0 AND MIT', 0],
    ['MIT AND GPL-3.0', 1],
    ['AGPL-3.0', 1],
    ['SSPL-1.0', 1],
    ['', 1],
  ])('with the licence "%s" has %i faults', (licence, faults) => {
    expect(licenceFaults([{ name: 'somebodys', licence }])).toHaveLength(faults)
  })
})

describe('what looks like a secret', () => {
  const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')
  const cloud = `AKIA${'A1'.repeat(8)}`
  const address = ['mongodb://admin', 'hunter22@db.example.com/parley'].join(':')

  it.each([key, cloud, address])('is found: %s', (secret) => {
    expect(secretLines(`first\n  "${secret}"\nlast`)).toEqual([2])
  })

  it.each(['mongodb://127.0.0.1:27017/parley', 'mongodb://user:pass@127.0.0.1/x', 'a private key'])(
    'is not everything: %s',
    (text) => {
      expect(secretLines(text)).toEqual([])
    },
  )
})
