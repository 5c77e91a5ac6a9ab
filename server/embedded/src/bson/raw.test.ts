import { BSON } from 'bson'
import { changedFields } from './raw.js'

const document = (fields: Record<string, unknown>): Buffer => Buffer.from(BSON.serialize(fields))
const changed = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  changedFields(document(before), document(after))

describe('changedFields', () => {
  it('names the fields whose value or type is another', () => {
    const before = { _id: 1, name: 'Ada', at: new Date(5), inside: { a: [1, 2] }, gone: null }
    expect(changed(before, before)).toEqual(new Set())
    expect(changed(before, { ...before, name: 'Adam', gone: 0 })).toEqual(new Set(['name', 'gone']))
    expect(changed(before, { ...before, inside: { a: [1, 3] } })).toEqual(new Set(['inside']))
  })

  it('does not say when fields came, went or moved', () => {
    expect(changed({ _id: 1, a: 1 }, { _id: 1, a: 1, b: 2 })).toBeUndefined()
    expect(changed({ _id: 1, a: 1, b: 2 }, { _id: 1, a: 1 })).toBeUndefined()
    expect(changed({ _id: 1, a: 1, b: 2 }, { _id: 1, b: 2, a: 1 })).toBeUndefined()
    expect(changed({ _id: 1, ab: 1 }, { _id: 1, a: 1 })).toBeUndefined()
    expect(changed({ _id: 1, a: 1 }, { _id: 1, ab: 1 })).toBeUndefined()
    // The name that went is longer than all that is left of the other document.
    expect(changed({ _id: 1, aNameThatIsLongerThanAllTheRest: 1, z: 1 }, { _id: 1, z: 1 })).toBeUndefined()
  })
})
