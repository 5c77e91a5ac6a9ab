import type { ErrorCode } from '@parley/shared/kernel/errors'
import { accounts } from '../../features/accounts/words.en'
import { contacts } from '../../features/contacts/words.en'
import { conversations } from '../../features/conversations/words.en'
import { presence } from '../../features/presence/words.en'

const errors: Record<ErrorCode, string> = {
  bad_request: 'This request was not understood. Reload the page and try again.',
  unauthenticated: 'Your session has ended. Sign in again.',
  invalid_credentials: 'The account or the password is wrong.',
  code_required: 'Enter the code of your second step.',
  invalid_code: 'This code is wrong or was used before.',
  forbidden: 'Your role does not allow this.',
  not_assignee: 'Only the assigned agent can reply.',
  not_found: 'It does not exist, or you may not see it.',
  unknown_command: 'The server does not know this yet. Reload the page.',
  conversation_ended: 'The conversation has ended.',
  new_message_arrived: 'A new message has arrived. Read it before you end the conversation.',
  not_waiting: 'Somebody else has already taken this conversation.',
  at_capacity: 'You have as many conversations as you can take. End one first.',
  login_taken: 'Somebody has this account name already.',
  name_taken: 'This name is taken.',
  in_use: 'It is still in use.',
  edit_conflict: 'Somebody else has changed this meanwhile. Look at it again.',
  last_admin: 'Somebody has to be admin: make another one first.',
  recall_too_late: 'A message can be recalled for two minutes only.',
  too_large: 'This message is too long.',
  rate_limited: 'Too many requests. Wait a moment.',
  internal: 'Something went wrong on the server. Try again.',
  unavailable: 'The server cannot be reached.',
}

export const words = {
  app: {
    name: 'Parley',
    inbox: 'Inbox',
    settings: 'Settings',
    navigation: 'Parley',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
    retry: 'Retry',
    cancel: 'Cancel',
    dismiss: 'Dismiss',
    loading: 'Loading',
    notLoaded: 'This page did not load',
    offline: 'No connection. What you write is kept, and sent as soon as the connection is back.',
    unread: '{count} unread',
    save: 'Save',
    saved: 'Saved',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'The browser did not copy it. Select the text and copy it by hand.',
    optional: 'optional',
    back: 'Back',
    more: 'More',
    loadMore: 'Load more',
    columns: 'Columns',
    listNotLoaded: 'The list did not load',
    problems: 'Not saved: look at these',
    fieldWrong: 'This does not fit here.',
    fieldMissing: 'Fill this in.',
    fieldTooLong: 'This is too long.',
  },
  errors,
  accounts,
  presence,
  contacts,
  conversations,
}

export type Words = typeof words
