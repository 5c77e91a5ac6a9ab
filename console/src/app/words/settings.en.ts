import { people, profile, roles, security, sessions } from '../../features/accounts/settings-words.en'
import { audit } from '../../features/audit/settings-words.en'
import { channels } from '../../features/channels/settings-words.en'
import { attributes } from '../../features/contacts/settings-words.en'
import { organisation } from '../../features/organisation/settings-words.en'
import { quickReplies } from '../../features/quick-replies/settings-words.en'
import { desk, queues } from '../../features/routing/settings-words.en'
import { frame } from '../../features/settings/words.en'
import { tags } from '../../features/tags/settings-words.en'
import { tenants } from '../../features/tenants/settings-words.en'

/** The words of the settings: a section for each page, under the id of the page. */
export const words = {
  settings: {
    frame,
    profile,
    security,
    sessions,
    people,
    roles,
    organisation,
    queues,
    desk,
    quickReplies,
    tags,
    attributes,
    channels,
    audit,
    tenants,
  },
}

export type SettingsWords = typeof words
