import { Receipts } from './receipts'

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

function receipts({ readIsDelivered = true, failures = 0 } = {}) {
  const told: string[] = []
  const held = { readPosition: 0, deliveredPosition: 0 }
  let left = failures
  const tell = (what: string) => {
    told.push(what)
    if (left-- > 0) throw new Error('connection lost')
  }
  const subject = new Receipts(
    {
      held: () => held,
      markRead: async (position) => {
        tell(`read ${position}`)
        held.readPosition = position
        if (readIsDelivered) held.deliveredPosition = Math.max(held.deliveredPosition, position)
      },
      markDelivered: async (position) => {
        tell(`delivered ${position}`)
        held.deliveredPosition = position
      },
    },
    1,
  )
  return { subject, told, held }
}

describe('receipts', () => {
  it('gather what arrives together into one', async () => {
    const { subject, told } = receipts()
    for (const position of [1, 2, 5, 3]) subject.delivered(position)
    await settled()
    expect(told).toEqual(['delivered 5'])
  })

  it('say "read" alone when the server counts that as delivered, else both', async () => {
    const one = receipts()
    one.subject.read(4)
    const other = receipts({ readIsDelivered: false })
    other.subject.read(4)
    await settled()
    expect(one.told).toEqual(['read 4'])
    expect(other.told).toEqual(['read 4', 'delivered 4'])
  })

  it('never go backwards, also behind what another tab has said', async () => {
    const { subject, told, held } = receipts()
    held.readPosition = 9
    held.deliveredPosition = 9
    subject.read(7)
    subject.delivered(8)
    await settled()
    expect(told).toEqual([])
  })

  it('are said again after a failure, when there is a reason to look', async () => {
    const { subject, told } = receipts({ failures: 1 })
    subject.read(3)
    await settled()
    subject.delivered(3)
    await settled()
    expect(told).toEqual(['read 3', 'read 3'])
  })
})
