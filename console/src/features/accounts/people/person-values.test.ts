import { accountOf, missingOf, NOBODY } from './person-values'

describe('the form of a person', () => {
  it('tells the server of empty fields as of nothing', () => {
    const account = accountOf({ ...NOBODY, name: ' Agent 07 ', mobile: ' ', capacity: '' })
    expect(account).toMatchObject({ name: 'Agent 07', email: null, mobile: null, departmentId: null, capacity: 0 })
  })

  it('wants an account and a name', () => {
    expect(missingOf(NOBODY)).toEqual(['login', 'name'])
    expect(missingOf({ ...NOBODY, login: 'agent07', name: 'Agent 07' })).toEqual([])
  })
})
