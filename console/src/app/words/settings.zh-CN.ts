import { people, profile, roles, security, sessions } from '../../features/accounts/settings-words.zh-CN'
import { audit } from '../../features/audit/settings-words.zh-CN'
import { channels } from '../../features/channels/settings-words.zh-CN'
import { attributes } from '../../features/contacts/settings-words.zh-CN'
import { organisation } from '../../features/organisation/settings-words.zh-CN'
import { quickReplies } from '../../features/quick-replies/settings-words.zh-CN'
import { desk, queues } from '../../features/routing/settings-words.zh-CN'
import { frame } from '../../features/settings/words.zh-CN'
import { tags } from '../../features/tags/settings-words.zh-CN'
import { tenants } from '../../features/tenants/settings-words.zh-CN'
import type { SettingsWords } from './settings.en'

export const words: SettingsWords = {
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
