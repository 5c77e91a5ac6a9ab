import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { chooseLanguage } from '../../features/accounts/own-language'
import { usePresence } from '../../features/presence/presence.store'
import { theme, THEMES } from '../../ui/theme'
import { LOCALE_NAMES, LOCALES } from '../locale'
import type { PaletteEntry } from './palette-entry'

const STATUS_WORDS = { online: 'goOnline', busy: 'goBusy', away: 'goAway' } as const

/** What can be done from anywhere. */
export function usePaletteCommands(showSheet: () => void) {
  const { t } = useI18n()
  const presence = usePresence()

  return computed((): PaletteEntry[] => [
    ...(['online', 'busy', 'away'] as const).map((status): PaletteEntry => ({
      id: `status-${status}`,
      group: 'commands',
      icon: 'person',
      label: t(`keys.palette.${STATUS_WORDS[status]}`),
      run: () => presence.tryToChoose(status),
    })),
    ...THEMES.map((each): PaletteEntry => ({
      id: `theme-${each}`,
      group: 'commands',
      icon: 'sun',
      label: t('keys.palette.theme', { theme: t(`app.themes.${each}`) }),
      run: () => (theme.value = each),
    })),
    ...LOCALES.map((each): PaletteEntry => ({
      id: `language-${each}`,
      group: 'commands',
      icon: 'language',
      label: t('keys.palette.language', { language: LOCALE_NAMES[each] }),
      run: () => chooseLanguage(each),
    })),
    { id: 'sheet', group: 'commands', icon: 'bolt', label: t('keys.title'), shortcut: 'sheet', run: showSheet },
  ])
}
