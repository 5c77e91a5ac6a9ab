export const tags = {
  title: 'Tags',
  add: 'Add tag',
  search: 'Search tags',
  remove: 'Remove {name}',
  none: 'No tags',
  noList: 'There are no tags yet. They are made in the settings.',
}
