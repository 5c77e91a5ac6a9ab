import type { Migration } from '../platform/migrations/migration.js'
import { threadsHaveAFounder } from './0001-threads-have-a-founder.js'
import { contactsAreKnown } from './0002-contacts-are-known.js'
import { channelsHaveSettings } from './0003-channels-have-settings.js'
import { queuesHaveMembers } from './0004-queues-have-members.js'
import { threadsAreFoundByName } from './0005-threads-are-found-by-name.js'
import { revocationsAreToldByWord } from './0006-revocations-are-told-by-word.js'

/** Every change of the store's format, in order. One that was released is never changed: the next one follows it. */
export const MIGRATIONS: readonly Migration[] = [
  threadsHaveAFounder,
  contactsAreKnown,
  channelsHaveSettings,
  queuesHaveMembers,
  threadsAreFoundByName,
  revocationsAreToldByWord,
]
