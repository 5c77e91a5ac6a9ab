export const accounts = {
  signInTitle: 'Sign in to the console',
  account: 'Account',
  password: 'Password',
  signIn: 'Sign in',
  signOut: 'Sign out',
  menu: '{name}: account menu',
  expired: 'Your session has ended. Sign in to go on where you were.',
  tooManyTries: 'Too many tries. Try again in {seconds} seconds.',
}
