import type { SettingsPage } from './settings-page'

/**
 * Every page of the settings: one entry adds one. Its words stand in `app/words/settings.en.ts` and `settings.zh-CN.ts` under
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
  { id: 'security', group: 'mine', icon: 'shield', load: () => import('../accounts/profile/SecurityPage.vue') },
  { id: 'sessions', group: 'mine', icon: 'device', load: () => import('../accounts/profile/SessionsPage.vue') },
  {
    id: 'people',
    group: 'team',
    icon: 'people',
    permission: 'staff.read',
    load: () => import('../accounts/people/PeoplePage.vue'),
    loadItem: () => import('../accounts/people/PersonPage.vue'),
    further: { import: () => import('../accounts/people/ImportPage.vue') },
  },
  {
    id: 'roles',
    group: 'team',
    icon: 'key',
    permission: 'staff.read',
    load: () => import('../accounts/roles/RolesPage.vue'),
    loadItem: () => import('../accounts/roles/RolePage.vue'),
  },
  {
    id: 'organisation',
    group: 'team',
    icon: 'tree',
    permission: 'organisation.read',
    load: () => import('../organisation/OrganisationPage.vue'),
  },
  {
    id: 'queues',
    group: 'service',
    icon: 'queue',
    permission: 'queues.read',
    load: () => import('../routing/queues/QueuesPage.vue'),
    loadItem: () => import('../routing/queues/QueuePage.vue'),
  },
  {
    id: 'tags',
    group: 'service',
    icon: 'tag',
    permission: 'tags.manage',
    load: () => import('../tags/TagsPage.vue'),
  },
  {
    id: 'attributes',
    group: 'service',
    icon: 'list',
    permission: 'contacts.define',
    load: () => import('../contacts/AttributesPage.vue'),
  },
  {
    id: 'channels',
    group: 'service',
    icon: 'channel',
    permission: 'channels.read',
    load: () => import('../channels/ChannelsPage.vue'),
    loadItem: () => import('../channels/ChannelPage.vue'),
  },
  {
    id: 'audit',
    group: 'tenant',
    icon: 'history',
    permission: 'audit.read',
    load: () => import('../audit/AuditPage.vue'),
  },
  {
    id: 'tenants',
    group: 'tenant',
    icon: 'building',
    permission: 'tenants.manage',
    isForTenants: true,
    load: () => import('../tenants/TenantsPage.vue'),
  },
]
