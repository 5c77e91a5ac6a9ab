export const signals = {
  assigned: '{name} was assigned to you',
  mention: '{name} named you in a note',
  message: 'New message from {name}',
  waiting: '{name} is waiting',
  blocked: 'The browser keeps this page silent until you press something.',
  enable: 'Enable sound',
}
