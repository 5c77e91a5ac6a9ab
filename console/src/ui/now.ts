import { createSharedComposable, useNow } from '@vueuse/core'

/** One clock for every timer on the screen; it stops when nobody looks at it. */
export const useTicking = createSharedComposable(() => useNow({ interval: 1_000 }))

/** The same for what changes by the minute, so that a list is not drawn each second. */
export const useMinutes = createSharedComposable(() => useNow({ interval: 30_000 }))
