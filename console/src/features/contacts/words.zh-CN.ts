import type { contacts as english } from './words.en'

export const contacts: typeof english = {
  visitor: '访客 {number}',
}
