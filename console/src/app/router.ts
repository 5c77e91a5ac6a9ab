import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from '../features/accounts/session.store'

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
      path: '/',
      component: () => import('./WorkspacePage.vue'),
      children: [
        { path: '', redirect: { name: 'inbox', params: { tab: 'mine' } } },
        {
          path: 'inbox/:tab(mine|waiting|all|ended)/:conversationId?',
          name: 'inbox',
          component: () => import('../features/conversations/ConversationsPage.vue'),
        },
      ],
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach(async (to) => {
  const isSignedIn = await useSession().restore()
  if (to.meta.isPublic === true) return isSignedIn ? { path: '/' } : true
  return isSignedIn || { name: 'signIn', query: { next: to.fullPath } }
})
