import { SAID_AGAIN_MS, SILENT_AFTER_MS, TypingSignal } from './typing-signal.js'

function signal() {
  const said: string[] = []
  const typing = new TypingSignal((sign) => said.push(`${sign.threadId} ${sign.audience} ${sign.isTyping}`))
  return { typing, said }
}
const reply = { threadId: 'a', audience: 'everyone' } as const
const note = { threadId: 'a', audience: 'staff' } as const

describe('"is typing"', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  it('is said once in a while, and taken back after silence', () => {
    const { typing, said } = signal()
    typing.typed(reply)
    typing.typed(reply)
    jest.advanceTimersByTime(SAID_AGAIN_MS)
    typing.typed(reply)
    expect(said).toEqual(['a everyone true', 'a everyone true'])
    jest.advanceTimersByTime(SILENT_AFTER_MS)
    expect(said.at(-1)).toBe('a everyone false')
  })

  it('is taken back from the contact before it is said of a note', () => {
    const { typing, said } = signal()
    typing.typed(reply)
    typing.typed(note)
    expect(said).toEqual(['a everyone true', 'a everyone false', 'a staff true'])
  })

  it('is taken back once, on sending', () => {
    const { typing, said } = signal()
    typing.typed(reply)
    typing.stop()
    typing.stop()
    jest.advanceTimersByTime(SILENT_AFTER_MS)
    expect(said).toEqual(['a everyone true', 'a everyone false'])
  })

  it('is not taken back when it was never said', () => {
    const { typing, said } = signal()
    typing.stop()
    expect(said).toEqual([])
  })
})
