import type { IconName } from '../../ui/icons'
import type { ShortcutId } from './shortcut-table'

/** One line of the palette: what it is called, and what choosing it does. */
export interface PaletteEntry {
  id: string
  group: 'commands' | 'pages' | 'conversations'
  icon: IconName
  label: string
  hint?: string | undefined
  shortcut?: ShortcutId
  run: () => unknown
}

/** Those whose name has every word. */
export function fitting(query: string, entries: readonly PaletteEntry[]): PaletteEntry[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ label }) => words.every((word) => label.toLocaleLowerCase().includes(word)))
}
