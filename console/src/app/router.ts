import type { StaffPermission } from '@parley/shared/accounts/permissions'
import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from '../features/accounts/session.store'
import { SETTINGS_PAGES } from '../features/settings/pages'
import { routesOf } from '../features/settings/settings-page'
import { needWords } from './locale'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open to those who are not signed in. */
    isPublic?: boolean
    /** Open to those who are signed in as well: a link may be for somebody else at the same machine. */
    isForAll?: boolean
    /** Who may open it; everybody who is signed in where it is absent. */
    permission?: StaffPermission
    /** The page of the settings that it belongs to. */
    settingsPage?: string
  }
}

/** Whoever never answers has nothing in `mine`. */
const firstTab = () => (useSession().can('conversations.reply') ? 'mine' : 'all')

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    {
      path: '/sign-in',
      name: 'signIn',
      component: () => import('../features/accounts/SignInPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/setup',
      name: 'setUp',
      component: () => import('../features/accounts/SetUpPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/welcome',
      name: 'link',
      component: () => import('../features/accounts/LinkPage.vue'),
      meta: { isPublic: true, isForAll: true },
    },
    {
      path: '/',
      component: () => import('./WorkspacePage.vue'),
      children: [
        { path: '', name: 'home', children: [], beforeEnter: () => ({ name: 'inbox', params: { tab: firstTab() } }) },
        {
          path: 'inbox/:tab(mine|waiting|all|ended)/:conversationId?',
          name: 'inbox',
          component: () => import('../features/conversations/ConversationsPage.vue'),
        },
        {
          path: 'desk',
          name: 'desk',
          component: () => import('../features/routing/desk/DeskPage.vue'),
          beforeEnter: () => (useSession().can('conversations.assign') ? needWords('settings') : { path: '/' }),
        },
        {
          path: 'settings',
          name: 'settings',
          component: () => import('../features/settings/SettingsFrame.vue'),
          beforeEnter: () => needWords('settings'),
          children: SETTINGS_PAGES.flatMap(routesOf),
        },
      ],
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.isForAll === true) return true
  const isSignedIn = await useSession().restore()
  if (to.meta.isPublic === true) return isSignedIn ? { path: '/' } : true
  return isSignedIn || { name: 'signIn', query: { next: to.fullPath } }
})
