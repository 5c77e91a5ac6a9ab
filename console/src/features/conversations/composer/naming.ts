import { MENTIONS_PER_NOTE } from '@parley/shared/conversations/limits'
import { watch } from 'vue'
import { useColleagues } from '../../presence/colleagues.store'
import type { ComposerMode } from './drafts.store'
import { mentionedIn } from './mentioned'

/** Whom a note names, by the names of colleagues as they are now; a draft may have been begun on another device. */
export function useNaming(mode: () => ComposerMode) {
  const colleagues = useColleagues()
  watch(mode, (now) => now === 'note' && colleagues.need(), { immediate: true })

  return (text: string): { mentions?: string[] } => {
    const mentions = mode() === 'note' ? mentionedIn(text, colleagues.all).slice(0, MENTIONS_PER_NOTE) : []
    return mentions.length > 0 ? { mentions } : {}
  }
}
