import { mentionedIn } from './mentioned'

const colleagues = [
  { staffId: 'ann', name: 'Ann' },
  { staffId: 'anna', name: 'Anna Lee' },
  { staffId: 'wang', name: '王芳' },
  { staffId: 'other-wang', name: '王芳' },
]

it.each([
  ['@Ann please look', ['ann']],
  ['please look, @Anna Lee', ['anna']],
  ['@Anna Lee and @Ann.', ['anna', 'ann']],
  ['@Annabel is nobody', []],
  ['mail ann@Ann.example', []],
  ['@王芳请看一下', ['wang', 'other-wang']],
  ['nobody at all', []],
])('finds in “%s” whom it names', (text, expected) => expect(mentionedIn(text, colleagues)).toEqual(expected))
