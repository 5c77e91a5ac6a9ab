/** What a browser reports for a key that an input method has taken. */
const TAKEN_BY_INPUT_METHOD = 229
/** Safari says that a composition ended just before the Enter that ended it. */
const SAME_STROKE_MS = 30

interface Stroke {
  key: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  isComposing: boolean
  keyCode: number
  timeStamp: number
}

/**
 * Whether a key sends the message: Enter alone, and never the Enter that chooses a word in an input method.
 * `compositionEndedAt` is the `timeStamp` of the last `compositionend`, `-Infinity` before there was one.
 */
export function isSendingKey(stroke: Stroke, compositionEndedAt: number): boolean {
  if (stroke.key !== 'Enter' || stroke.shiftKey || stroke.altKey || stroke.ctrlKey || stroke.metaKey) return false
  if (stroke.isComposing || stroke.keyCode === TAKEN_BY_INPUT_METHOD) return false
  return stroke.timeStamp - compositionEndedAt > SAME_STROKE_MS
}
