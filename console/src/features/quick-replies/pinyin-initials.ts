import { shallowRef } from 'vue'
import type { Initials } from './matching'

const HAS_CHINESE = /\p{Script=Han}/u
const asItIs: Initials = (text) => text

/** Until the dictionary is there, and where there is nothing Chinese to be found, words are matched as they are. */
const known = shallowRef<Initials>(asItIs)
let isAskedFor = false

/** Initials of Chinese words; the dictionary is large, and loaded when the first Chinese quick reply is at hand. */
export function usePinyinInitials(texts: readonly string[]): Initials {
  if (!isAskedFor && texts.some((text) => HAS_CHINESE.test(text))) {
    isAskedFor = true
    import('pinyin-pro').then(
      ({ pinyin }) =>
        (known.value = memoized((text) => pinyin(text, { pattern: 'first', toneType: 'none', separator: '' }))),
      () => (isAskedFor = false),
    )
  }
  return known.value
}

function memoized(work: Initials): Initials {
  const held = new Map<string, string>()
  return (text) => {
    const answer = held.get(text) ?? work(text).replaceAll(' ', '').toLowerCase()
    held.set(text, answer)
    return answer
  }
}
