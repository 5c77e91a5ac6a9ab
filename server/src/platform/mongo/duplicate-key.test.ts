import { duplicateIndexOf, retryingContended } from './duplicate-key.js'

describe('a duplicate key', () => {
  it("is read from MongoDB's message", () => {
    const message = 'E11000 duplicate key error collection: parley.entries index: entries_seq dup key: { seq: 1 }'
    expect(duplicateIndexOf({ code: 11000, message })).toBe('entries_seq')
  })

  it('is read where the message ends with the index in quotes', () => {
    const message = "E11000 duplicate key error collection: parley.entries. Index 'entries_seq'"
    expect(duplicateIndexOf({ code: 11000, message })).toBe('entries_seq')
  })

  it('is nothing for another failure', () => {
    expect(duplicateIndexOf(new Error('no'))).toBeUndefined()
  })

  it('that was only contended is tried again', async () => {
    let attempts = 0
    const write = async () => {
      attempts += 1
      if (attempts < 3) throw new Error('deadlock detected')
      return 'stored'
    }
    await expect(retryingContended(write)).resolves.toBe('stored')
  })
})
