import type { SettingsPage } from './settings-page'

/**
 * Every page of the settings: one line adds one. Its words stand in `app/words/settings.en.ts` and `settings.zh-CN.ts` under
 * its id; everything said there is found by the search, in both languages.
 */
export const SETTINGS_PAGES: readonly SettingsPage[] = [
  { id: 'profile', group: 'mine', icon: 'person', load: () => import('../accounts/profile/ProfilePage.vue') },
  {
    id: 'quickReplies',
    group: 'service',
    icon: 'bolt',
    permission: 'quickReplies.read',
    load: () => import('../quick-replies/QuickRepliesPage.vue'),
  },
]
