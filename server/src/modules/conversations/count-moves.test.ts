import { Types } from 'mongoose'
import type { CountPlace } from './conversation.schema.js'
import { countPlaceOf, deltasOf, isSamePlace } from './count-moves.js'

const [sales, ann, ben] = [new Types.ObjectId(), new Types.ObjectId(), new Types.ObjectId()]
const waiting: CountPlace = { queueId: sales, assigneeId: null, state: 'waiting' }
const having = (assigneeId: Types.ObjectId): CountPlace => ({ queueId: sales, assigneeId, state: 'assigned' })

describe('what counts change by', () => {
  it('is the queue and the assignee, when a waiting conversation is taken', () => {
    expect(deltasOf([{ from: waiting, to: having(ann) }])).toEqual([
      { queueId: sales, assigneeId: null, waiting: -1, assigned: 1, ended: 0 },
      { queueId: sales, assigneeId: ann, waiting: 0, assigned: 1, ended: 0 },
    ])
  })

  it('is the two assignees alone, when one gives it to the other', () => {
    expect(deltasOf([{ from: having(ann), to: having(ben) }])).toEqual([
      { queueId: sales, assigneeId: ann, waiting: 0, assigned: -1, ended: 0 },
      { queueId: sales, assigneeId: ben, waiting: 0, assigned: 1, ended: 0 },
    ])
  })

  it('is nothing for what came and went in between', () => {
    expect(
      deltasOf([
        { from: null, to: waiting },
        { from: waiting, to: null },
      ]),
    ).toEqual([])
  })
})

it('a conversation that is beginning counts as nothing', () => {
  const begun = { queueId: sales, assigneeId: null, state: 'beginning' as const }
  expect(isSamePlace(countPlaceOf(begun), null)).toBe(true)
  expect(isSamePlace(countPlaceOf({ ...begun, state: 'waiting' }), waiting)).toBe(true)
  expect(isSamePlace(waiting, having(ann))).toBe(false)
})
