import { filled } from './filled.js'

describe('a quick reply', () => {
  const values = { contact: 'Visitor {agent}', agent: 'Agent 01', channel: 'Shop' }

  it.each([
    ['Hello {contact}', 'Hello Visitor {agent}'],
    ['{agent} of {channel}, {agent}', 'Agent 01 of Shop, Agent 01'],
    ['{unknown} {constructor} { contact }', '{unknown} {constructor} { contact }'],
  ])('fills the variables of "%s", once, and nothing else', (text, expected) =>
    expect(filled(text, values)).toBe(expected),
  )
})
