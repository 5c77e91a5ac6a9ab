import { computedAsync } from '@vueuse/core'
import { computed } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useSession } from '../../features/accounts/session.store'
import { queryOf } from '../../features/conversations/inbox/filter/filter-query'
import { useViews } from '../../features/conversations/inbox/filter/views.store'
import { TABS } from '../../features/conversations/inbox/lists'
import { useAllowedPages } from '../../features/settings/allowed-pages'
import { searchPages } from '../../features/settings/search'
import type { Searchable } from '../../features/settings/search'
import { searchablePages } from '../../features/settings/searchable'
import { needWords } from '../locale'
import type { Locale } from '../locale'
import { fitting } from './palette-entry'
import type { PaletteEntry } from './palette-entry'

const TAB_KEYS = { mine: 'goMine', waiting: 'goWaiting', all: 'goAll', ended: 'goEnded' } as const

/** Where one can go: the tabs of the inbox and one's own views of it, the live desk, and the settings by whatever is said on a page. */
export function usePalettePlaces(query: Ref<string>) {
  const { t, locale } = useI18n()
  const router = useRouter()
  const session = useSession()
  const allowed = useAllowedPages()
  const views = useViews()
  views.need()
  const searchable = computedAsync<readonly Searchable[]>(async () => {
    const [pages, language] = [allowed.value, locale.value as Locale]
    await needWords('settings')
    return searchablePages(pages, language)
  }, [])

  const places = computed((): PaletteEntry[] => {
    const tabs = TABS.map((tab): PaletteEntry => ({
      id: `tab-${tab}`,
      group: 'pages',
      icon: 'inbox',
      label: `${t('app.inbox')}: ${t(`conversations.list.tabs.${tab}`)}`,
      shortcut: TAB_KEYS[tab],
      run: () => router.push({ name: 'inbox', params: { tab, conversationId: '' } }),
    }))
    const own = views.all.map(({ id, name, tab, filter }): PaletteEntry => ({
      id: `view-${id}`,
      group: 'pages',
      icon: 'filter',
      label: `${t('app.inbox')}: ${name}`,
      hint: t(`conversations.list.tabs.${tab}`),
      run: () => router.push({ name: 'inbox', params: { tab, conversationId: '' }, query: queryOf(filter) }),
    }))
    if (!session.can('conversations.assign')) return [...tabs, ...own]
    const run = () => router.push({ name: 'desk' })
    return [
      ...tabs,
      ...own,
      { id: 'desk', group: 'pages', icon: 'desk', label: t('app.desk'), shortcut: 'goDesk', run },
    ]
  })
  const settings = computed((): PaletteEntry[] => {
    const all = searchable.value.map(({ id }) => ({ id, because: null }))
    const found = query.value.trim() === '' ? all : searchPages(query.value, searchable.value)
    return found.flatMap(({ id, because }): PaletteEntry[] => {
      const page = allowed.value.find((each) => each.id === id)
      if (page === undefined) return []
      const label = `${t('app.settings')}: ${t(`settings.${id}.title`)}`
      const run = () => router.push({ name: `settings.${id}` })
      return [{ id: `page-${id}`, group: 'pages', icon: page.icon, label, hint: because ?? undefined, run }]
    })
  })

  return computed(() => [...fitting(query.value, places.value), ...settings.value])
}
