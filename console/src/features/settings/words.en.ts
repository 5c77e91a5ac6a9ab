/** The frame of the settings; each page has its own section beside this one. */
export const frame = {
  title: 'Settings',
  search: 'Search settings',
  list: 'Pages of the settings',
  nothingFound: 'Nothing fits “{query}”',
  nothingFoundHint: 'Try another word, in either language.',
  back: 'All settings',
  forbidden: 'Your role does not open this page',
  forbiddenHint: 'Ask an admin if you need it.',
  choose: 'Choose a page on the left',
  groups: { mine: 'Mine', team: 'Team', service: 'Service', tenant: 'Organisation' },
}
