/** A password as it is chosen: twice, so that a slip of the finger locks nobody out. */
export interface NewPassword {
  password: string
  again: string
}

/** The least that `shared/accounts/credentials` accepts; apart from it, because pages load no schemas. */
export const PASSWORD_MIN_CHARACTERS = 8

/** What is wrong with a chosen password, if anything is: the field, and the phrase that says it. */
export function passwordProblem({ password, again }: NewPassword): { field: string; phrase: string } | undefined {
  if (password.length < PASSWORD_MIN_CHARACTERS) return { field: 'password', phrase: 'accounts.passwordTooShort' }
  return password === again ? undefined : { field: 'again', phrase: 'accounts.passwordsDiffer' }
}
