export const tags = {
  title: 'Tags',
  about: 'Words by which conversations are told apart, for everybody here.',
  add: 'Add tag',
  name: 'Name',
  edit: 'Rename',
  remove: 'Delete',
  empty: 'No tags yet',
  emptyHint: 'Refund, invoice, complaint: what would you look for later?',
  removeTitle: 'Delete the tag {name}?',
  removeText: 'Conversations that carry it lose it.',
}
