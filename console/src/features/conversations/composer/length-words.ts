import { TEXT_MAX_CHARACTERS } from '@parley/shared/conversations/limits'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

/** The limit is spoken of only when it is near. */
const COUNTED_FROM = TEXT_MAX_CHARACTERS * 0.9

/** By how much a text is too long, and the words that say how long it is. */
export function useLengthWords(text: () => string) {
  const { t, locale } = useI18n()
  const counted = (count: number) => new Intl.NumberFormat(locale.value).format(count)
  const excess = computed(() => text().length - TEXT_MAX_CHARACTERS)
  const length = computed(() => {
    if (excess.value > 0) return t('conversations.composer.tooLong', { count: counted(excess.value) })
    if (text().length < COUNTED_FROM) return undefined
    return t('conversations.composer.length', { count: counted(text().length), max: counted(TEXT_MAX_CHARACTERS) })
  })
  return { excess, length }
}
