import { profile } from '../../features/accounts/settings-words.zh-CN'
import { quickReplies } from '../../features/quick-replies/settings-words.zh-CN'
import { frame } from '../../features/settings/words.zh-CN'
import type { SettingsWords } from './settings.en'

export const words: SettingsWords = { settings: { frame, profile, quickReplies } }
