import { randomUUID } from 'node:crypto'
import { issueContactToken } from '@parley/token'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { connected, contactSocket } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

type Staff = Awaited<ReturnType<typeof staffOf>>

let world: World
let admin: Staff
let agent: Staff
let secret: string

beforeAll(async () => {
  world = await World.start({ environment: { DEMO: 'off' } })
  await seedStaff(world.uri, [{ login: 'admin', roles: ['admin'], capacity: 0 }])
  admin = await staffOf(world.url, 'admin')
  secret = (await channelWithKey(admin.call, { key: 'shop' })).secret
  await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 50 }])
  agent = await staffOf(world.url, 'agent')
  const made = [
    { key: 'plan', name: 'Plan', type: 'choice' as const, choices: ['gold', 'silver'] },
    { key: 'birthday', name: 'Birthday', type: 'date' as const, choices: [] },
    { key: 'orders', name: 'Orders', type: 'number' as const, choices: [] },
    { key: 'vip', name: 'VIP', type: 'yesNo' as const, choices: [] },
    { key: '城市', name: 'City', type: 'text' as const, choices: [] },
  ]
  for (const attribute of made) await admin.call('contacts:createAttribute', attribute)
})

afterAll(async () => {
  for (const { socket } of [admin, agent]) socket.disconnect()
  expect(await world.end()).toEqual([])
})

/** A contact of whom the host's server says these attributes, and who has written. */
async function written(sub: string, attributes: Record<string, string | number | boolean> = {}) {
  const identity = await issueContactToken({ secret, channel: 'shop', sub, name: sub, attributes })
  const { session } = await beginSession(world.url, { channelKey: 'shop', identity })
  const { socket, call } = contactSocket(world.url, session.token)
  await connected(socket)
  const content = { type: 'text' as const, text: 'hello' }
  await call('conversations:sendMessage', { threadId: null, clientMessageId: randomUUID(), content })
  socket.disconnect()
  return session.contact.id
}

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )
const profileOf = async (contactId: string) => (await agent.call('contacts:readContact', { contactId })).contact

describe('attributes of contacts', () => {
  it('are one list for the tenant, each key once, kept by those who may, and put on record', async () => {
    let heard = 0
    agent.socket.on('contacts:attributesChanged', () => (heard += 1))
    const seat = { key: 'seat', name: 'Seat', type: 'text' as const, choices: [] }
    expect(await codeOf(agent.call('contacts:createAttribute', seat))).toBe('forbidden')
    const codes = await Promise.all([0, 1, 2].map(() => codeOf(admin.call('contacts:createAttribute', seat))))
    expect(codes.sort()).toEqual(['allowed', 'name_taken', 'name_taken'])
    await eventually('the agent is told', () => heard === 1)
    const { attributes } = await agent.call('contacts:listAttributes', {})
    expect(attributes.map(({ key }) => key)).toEqual(['plan', 'birthday', 'orders', 'vip', '城市', 'seat'])
    const { id: attributeId, version } = attributes.at(-1)!
    const edits = ['Row', 'Place'].map((name) =>
      codeOf(admin.call('contacts:editAttribute', { attributeId, version, name, choices: [] })),
    )
    expect((await Promise.all(edits)).sort()).toEqual(['allowed', 'edit_conflict'])
    await admin.call('contacts:deleteAttribute', { attributeId })
    expect(await codeOf(admin.call('contacts:deleteAttribute', { attributeId }))).toBe('not_found')
    const { records } = await admin.call('audit:listAudit', {})
    const actions = records.map(({ action }) => action).filter((action) => action.startsWith('attribute.'))
    expect(actions.slice(0, 3)).toEqual(['attribute.deleted', 'attribute.edited', 'attribute.created'])
  })

  it.each([
    ['a choice without choices', { key: 'a', name: 'A', type: 'choice' as const, choices: [] }],
    ['a choice twice', { key: 'a', name: 'A', type: 'choice' as const, choices: ['x', 'x'] }],
    ['choices of what has none', { key: 'a', name: 'A', type: 'text' as const, choices: ['x'] }],
    ['a key with a dot', { key: 'a.b', name: 'A', type: 'text' as const, choices: [] }],
    ['a key that objects have of themselves', { key: '__proto__', name: 'A', type: 'text' as const, choices: [] }],
  ])('are refused: %s', async (_, attribute) => {
    expect(await codeOf(admin.call('contacts:createAttribute', attribute))).toBe('bad_request')
  })

  it('lose or get no choices afterwards where their type does not want it', async () => {
    const { attributes } = await agent.call('contacts:listAttributes', {})
    const [plan, birthday] = attributes.map(({ id: attributeId, version }) => ({ attributeId, version, name: 'N' }))
    expect(await codeOf(admin.call('contacts:editAttribute', { ...plan!, choices: [] }))).toBe('bad_request')
    expect(await codeOf(admin.call('contacts:editAttribute', { ...birthday!, choices: ['x'] }))).toBe('bad_request')
  })
})

describe('the values of a contact', () => {
  it('are what their attributes want and nothing else, or none of the change is stored', async () => {
    const contactId = await written('values', { plan: 'silver' })
    const { version } = await profileOf(contactId)
    const wrong = { plan: 'bronze', birthday: '2026-02-30', orders: '7', vip: 'yes', 城市: 7, unknown: 'x' }
    for (const [key, value] of Object.entries(wrong)) {
      const refused = agent.call('contacts:editContact', {
        contactId,
        version,
        name: 'Other',
        attributes: { [key]: value },
      })
      await expect(refused).rejects.toMatchObject({
        code: 'bad_request',
        details: { issues: [{ path: `attributes.${key}` }] },
      })
    }
    const right = { plan: 'gold', birthday: '2000-02-29', orders: 7.5, vip: false, 城市: '上海' }
    const edit = { contactId, version, attributes: right }
    const edits = await Promise.all([0, 1].map(() => codeOf(agent.call('contacts:editContact', edit))))
    expect(edits.sort()).toEqual(['allowed', 'edit_conflict'])
    expect(await profileOf(contactId)).toMatchObject({ name: 'values', attributes: right })
    const { records } = await admin.call('audit:listAudit', { action: 'contact.edited' })
    expect(records[0]!.details['fields']).toEqual(Object.keys(right).map((key) => `attributes.${key}`))
  })

  it('stay as staff set them until the host says something else of the same attribute', async () => {
    const contactId = await written('corrected', { plan: 'silver', orders: 1, vip: true })
    const { version } = await profileOf(contactId)
    await agent.call('contacts:editContact', {
      contactId,
      version,
      attributes: { plan: 'gold', 城市: '北京', vip: null },
    })
    expect((await profileOf(contactId)).hostAttributes).toEqual(['orders'])
    await later()
    await written('corrected', { plan: 'silver', orders: 2, vip: true })
    expect((await profileOf(contactId)).attributes).toEqual({ plan: 'gold', orders: 2, 城市: '北京' })
    expect((await profileOf(contactId)).hostAttributes).toEqual(['orders'])
    await later()
    await written('corrected', { plan: 'bronze', vip: false })
    const settled = await profileOf(contactId)
    expect(settled.attributes).toEqual({ plan: 'bronze', vip: false, 城市: '北京' })
    expect(settled.hostAttributes.sort()).toEqual(['plan', 'vip'])
  })
})

/** Tokens say when they were made in whole seconds, and only a later one brings news. */
const later = async () => {
  const second = Math.floor(Date.now() / 1_000)
  await eventually('the next second', () => Math.floor(Date.now() / 1_000) > second)
}
