export const quickReplies = {
  title: 'Quick replies',
  about: 'Words that are sent often. Type / in a reply to find one.',
  add: 'Add quick reply',
  edit: 'Edit',
  remove: 'Delete',
  shortcut: 'Shortcut',
  shortcutHelp:
    'What is typed after the slash: letters, digits, - and _, 20 at most. Chinese is found by its initials too.',
  text: 'Text',
  textHelp: 'Filled in when it is chosen: {list}',
  audience: 'For whom',
  audiences: { personal: 'Only me', queue: 'My queue', tenant: 'Everybody' },
  empty: 'No quick replies yet',
  emptyHint: 'Write down what you answer every day.',
  removeTitle: 'Delete this quick reply?',
  removeText: 'It goes for everybody who has it at hand.',
}
