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
