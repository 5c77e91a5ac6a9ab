export const presence = {
  label: 'Status: {status}',
  online: 'Online',
  onlineHint: 'New conversations come to you',
  busy: 'Busy',
  busyHint: 'Only your own conversations',
  away: 'Away',
  awayHint: 'No new conversations',
  notSet: 'Your status was not changed. {reason}',
}
