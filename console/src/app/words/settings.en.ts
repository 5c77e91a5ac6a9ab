import { profile } from '../../features/accounts/settings-words.en'
import { quickReplies } from '../../features/quick-replies/settings-words.en'
import { frame } from '../../features/settings/words.en'

/** The words of the settings: a section for each page, under the id of the page. */
export const words = { settings: { frame, profile, quickReplies } }

export type SettingsWords = typeof words
