import { MIGRATIONS } from './index.js'

describe('migrations', () => {
  it('count up without a gap, each after the code that may run beside it', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1))
    expect(MIGRATIONS.filter(({ version, worksFrom }) => worksFrom > version)).toEqual([])
  })
})
