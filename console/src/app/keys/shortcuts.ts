import { useEventListener } from '@vueuse/core'
import { createKeybindingsHandler, defaultKeybindingsHandlerIgnore } from 'tinykeys'
import type { KeybindingsMap } from 'tinykeys'
import { ref } from 'vue'
import { storage } from '../../ui/storage'
import { SHORTCUTS } from './shortcut-table'
import type { ShortcutId } from './shortcut-table'

const KEY = 'parley:plain-keys'

/** Whether plain keys do anything in this browser. */
export const hasPlainKeys = ref(storage.getItem(KEY) !== 'off')

export function choosePlainKeys(choice: 'on' | 'off'): void {
  hasPlainKeys.value = choice === 'on'
  storage.setItem(KEY, choice)
}

const isInDialog = ({ target }: Event): boolean =>
  target instanceof Element && target.closest('[role="dialog"]') !== null

/** Carries out shortcuts for as long as the calling component is there. */
export function useShortcuts(handlers: Partial<Record<ShortcutId, () => void>>): void {
  const bindingsOf = (kind: 'plain' | 'modified'): KeybindingsMap =>
    Object.fromEntries(
      SHORTCUTS.filter(({ isPlain }) => isPlain === (kind === 'plain')).flatMap(({ id, press }) => {
        const handler = handlers[id]
        if (handler === undefined) return []
        const answer = (event: KeyboardEvent) => {
          event.preventDefault()
          handler()
        }
        return [[press, answer]]
      }),
    )
  const plain = createKeybindingsHandler(bindingsOf('plain'), {
    ignore: (event) => !hasPlainKeys.value || isInDialog(event) || defaultKeybindingsHandlerIgnore(event),
  })
  const modified = createKeybindingsHandler(bindingsOf('modified'), { ignore: isInDialog })
  useEventListener('keydown', (event) => {
    plain(event)
    modified(event)
  })
}
