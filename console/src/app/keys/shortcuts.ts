import { useEventListener } from '@vueuse/core'
import { createKeybindingsHandler, defaultKeybindingsHandlerIgnore } from 'tinykeys'
import type { KeybindingsMap } from 'tinykeys'
import { ref } from 'vue'
import { storage } from '../../ui/storage'

/**
 * Every key that works wherever one is, as the sheet shows them; `press` in the notation of tinykeys. Plain keys type
 * nothing, so they rest while a field has the focus and can be switched off (WCAG 2.1.4); those with Ctrl or Alt always work.
 */
export const SHORTCUTS = [
  { id: 'palette', press: '$mod+k', group: 'everywhere', isPlain: false },
  { id: 'sheet', press: '[Shift]+?', group: 'everywhere', isPlain: true },
  { id: 'goMine', press: 'g m', group: 'go', isPlain: true },
  { id: 'goWaiting', press: 'g w', group: 'go', isPlain: true },
  { id: 'goAll', press: 'g a', group: 'go', isPlain: true },
  { id: 'goEnded', press: 'g e', group: 'go', isPlain: true },
  { id: 'goDesk', press: 'g d', group: 'go', isPlain: true },
  { id: 'goSettings', press: 'g s', group: 'go', isPlain: true },
  { id: 'next', press: 'Alt+ArrowDown', group: 'inbox', isPlain: false },
  { id: 'previous', press: 'Alt+ArrowUp', group: 'inbox', isPlain: false },
  { id: 'search', press: '[Shift]+/', group: 'inbox', isPlain: true },
  { id: 'select', press: 'x', group: 'inbox', isPlain: true },
] as const

export type ShortcutId = (typeof SHORTCUTS)[number]['id']

/** The groups of the sheet, in its order. */
export const SHORTCUT_GROUPS = ['everywhere', 'go', 'inbox'] as const

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

const NAMES: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓' }

/** The caps of one shortcut, as they are printed: those pressed together, and one after the other. */
export function capsOf(press: string, platform: 'mac' | 'other'): string[][] {
  return press.split(' ').map((step) =>
    step
      .split('+')
      .filter((part) => !part.startsWith('['))
      .map((part) => {
        if (part === '$mod') return platform === 'mac' ? '⌘' : 'Ctrl'
        if (part === 'Alt') return platform === 'mac' ? '⌥' : 'Alt'
        return NAMES[part] ?? part.toUpperCase()
      }),
  )
}

/** What the caps of this machine say. */
export const platform = (): 'mac' | 'other' => (/Mac|iPhone|iPad/.test(navigator.platform) ? 'mac' : 'other')
