import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import { computed, onScopeDispose, shallowRef, triggerRef, watch } from 'vue'
import type { Ref } from 'vue'

/** A row before it has been drawn: about one line in a bubble. */
const GUESSED_ROW_PX = 60
/** Drawn beyond what is in sight, so that a quick scroll shows no gaps. */
const BEYOND_ROWS = 12
/** Above the first row and below the last. */
const EDGE_PX = 16
/** What a row that is brought to the top keeps above it. */
const ABOVE_PX = 56

interface Parts<Row> {
  scroller: Ref<HTMLElement | null>
  /** Top to bottom, told apart by their keys. */
  rows: () => readonly Row[]
  /** Room below the last row. */
  below: () => number
}

/**
 * Which rows of a long thread are drawn: those around what is in sight. Rows are as high as they turn out to be; what is being read
 * stays where it is while others come above it. (The library's own Vue part moves the view before the rows are there, and the
 * browser then has no room for it; here it moves after.)
 */
export function useVirtualRows<Row extends { key: string }>({ scroller, rows, below }: Parts<Row>) {
  const options = computed(() => {
    const held = rows()
    return {
      count: held.length,
      getItemKey: (index: number) => held[index]?.key ?? index,
      getScrollElement: () => scroller.value,
      estimateSize: () => GUESSED_ROW_PX,
      overscan: BEYOND_ROWS,
      paddingStart: EDGE_PX,
      paddingEnd: EDGE_PX + below(),
      scrollPaddingStart: ABOVE_PX,
      anchorTo: 'end' as const,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => triggerRef(state),
    }
  })
  const virtualizer: Virtualizer<HTMLElement, HTMLElement> = new Virtualizer(options.value)
  const state = shallowRef(virtualizer)
  onScopeDispose(virtualizer._didMount())

  watch(options, (next) => {
    virtualizer.setOptions(next)
    triggerRef(state)
  })
  watch([options, scroller], () => virtualizer._willUpdate(), { flush: 'post' })

  /** The rows that are drawn, and the room that the others take. */
  const drawn = computed(() => {
    const items = state.value.getVirtualItems()
    const total = state.value.getTotalSize()
    const held = items.flatMap(({ index }) => {
      const row = rows()[index]
      return row === undefined ? [] : [{ index, row }]
    })
    return { rows: held, before: items[0]?.start ?? EDGE_PX, after: total - (items.at(-1)?.end ?? EDGE_PX) }
  })
  const measure = (row: unknown) => virtualizer.measureElement(row as HTMLElement | null)
  const toIndex = (index: number, align: 'start' | 'center') => virtualizer.scrollToIndex(index, { align })
  const toLast = () => virtualizer.scrollToEnd()
  /** Where a row would be, brought to the top. */
  const topOf = (index: number): number | undefined => virtualizer.getOffsetForIndex(index, 'start')?.[0]

  return { drawn, measure, toIndex, toLast, topOf }
}
