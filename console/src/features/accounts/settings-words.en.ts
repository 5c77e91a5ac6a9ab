export const profile = {
  title: 'Profile',
  about: 'How colleagues see you, and how Parley looks to you.',
  name: 'Name',
  login: 'Account',
  roles: 'Roles',
  capacity: 'Chats at once',
  appearance: 'Appearance',
  language: 'Language',
  theme: 'Theme',
  keptHere: 'Kept in this browser.',
  roleNames: { admin: 'Admin', supervisor: 'Supervisor', agent: 'Agent' },
}
