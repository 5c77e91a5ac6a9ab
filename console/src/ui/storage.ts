import { safeStorage } from '@parley/shared/kernel/safe-storage'

/** What this browser remembers. */
export const storage = safeStorage(() => localStorage)
