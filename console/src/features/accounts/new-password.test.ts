import { PASSWORD_MIN_CHARACTERS as least } from '@parley/shared/accounts/credentials'
import { PASSWORD_MIN_CHARACTERS, passwordProblem } from './new-password'

describe('a chosen password', () => {
  it('is long enough where the server says so', () => expect(PASSWORD_MIN_CHARACTERS).toBe(least))

  it.each([
    ['short', 'short', 'password'],
    ['long enough', 'long enougj', 'again'],
    ['long enough', 'long enough', undefined],
  ])('%s, %s', (password, again, field) => {
    expect(passwordProblem({ password, again })?.field).toBe(field)
  })
})
