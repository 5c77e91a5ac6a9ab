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

/** Which key sends: Enter, or Ctrl (Cmd) with Enter for those who write in lines. */
export type SendKey = 'enter' | 'ctrlEnter'

/**
 * Whether a key sends the message: the chosen one, and never the Enter that chooses a word in an input method.
 * `compositionEndedAt` is the `timeStamp` of the last `compositionend`, `-Infinity` before there was one.
 */
export function isSendingKey(stroke: Stroke, compositionEndedAt: number, sendKey: SendKey = 'enter'): boolean {
  const withControl = stroke.ctrlKey || stroke.metaKey
  if (stroke.key !== 'Enter' || stroke.shiftKey || stroke.altKey) return false
  if (withControl !== (sendKey === 'ctrlEnter')) return false
  if (stroke.isComposing || stroke.keyCode === TAKEN_BY_INPUT_METHOD) return false
  return stroke.timeStamp - compositionEndedAt > SAME_STROKE_MS
}
