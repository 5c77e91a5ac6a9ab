import { randomUUID } from 'node:crypto'
import type { StaffAccount } from '@parley/shared/accounts/management'
import { connected, postJson, signIn, staffSocket } from '../src/testing/client-connection.js'
import { tabCounts } from '@parley/shared/conversations/tab-counts'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

let world: World

beforeAll(async () => {
  world = await World.start()
  await seedStaff(world.uri, [
    { login: 'admin', roles: ['admin'], capacity: 0 },
    { login: 'boss', roles: ['supervisor'], capacity: 0 },
  ])
})

afterAll(async () => {
  expect(await world.end()).toEqual([])
})

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  )

const caller = async (login: string, password = login) => {
  const { cookie, id } = await signIn(world.url, login, password)
  const connection = staffSocket(world.url, cookie)
  await connected(connection.socket)
  return { ...connection, cookie, id }
}

type Caller = Awaited<ReturnType<typeof caller>>

const newLogin = () => `p-${randomUUID().slice(0, 8)}`

/** Makes somebody through the front door: created by an admin, who hands the link over; they choose a password. */
async function newStaff(
  by: Caller,
  roles: StaffAccount['roles'],
  fields: { queueIds?: string[]; login?: string } = {},
) {
  const login = fields.login ?? newLogin()
  const { staff, link } = await by.call('accounts:createStaff', { login, name: login, roles, ...fields })
  const password = `secret of ${login}`
  const used = await useLink(link.path, password)
  expect(used.status).toBe(200)
  return { staff, login, password }
}

const useLink = (path: string, password: string, code?: string) =>
  postJson(`${world.url}/api/v1/staff/link/use`, {
    token: path.split('#')[1],
    password,
    ...(code === undefined ? {} : { code }),
  })

describe('an account', () => {
  it('is made by a link that works once, and tells whom it is for', async () => {
    const admin = await caller('admin')
    const login = newLogin()
    const { staff, link } = await admin.call('accounts:createStaff', { login, name: 'Agent 07', roles: ['agent'] })
    expect(staff).toMatchObject({ state: 'invited', capacity: 5, login })
    expect(link).toMatchObject({ purpose: 'invite', path: expect.stringMatching(/^\/console\/welcome#[\w-]{43}$/) })
    const token = link.path.split('#')[1]
    const inspected = await postJson(`${world.url}/api/v1/staff/link`, { token })
    expect(await inspected.json()).toEqual({ purpose: 'invite', login, name: 'Agent 07' })
    const [one, other] = await Promise.all([
      useLink(link.path, 'first password'),
      useLink(link.path, 'second password'),
    ])
    expect([one.status, other.status].sort()).toEqual([200, 404])
    expect((await useLink(link.path, 'third password')).status).toBe(404)
    expect((await admin.call('accounts:getStaff', { staffId: staff.id })).staff.state).toBe('active')
  })

  it('has one link at a time: a reset makes earlier ones void and ends every session', async () => {
    const admin = await caller('admin')
    const { staff, login, password } = await newStaff(admin, ['agent'])
    const theirs = await caller(login, password)
    const first = (await admin.call('accounts:makeLink', { staffId: staff.id })).link
    const second = (await admin.call('accounts:makeLink', { staffId: staff.id })).link
    expect(second.purpose).toBe('reset')
    expect((await useLink(first.path, 'another one')).status).toBe(404)
    expect((await useLink(second.path, 'another one')).status).toBe(200)
    await eventually('the old session is cut', () => !theirs.socket.connected)
    await expect(signIn(world.url, login, password)).rejects.toThrow('invalid_credentials')
    await signIn(world.url, login, 'another one')
  })

  it('is made once of an answer that got lost: asked again with the same id, the same person and a link that works', async () => {
    const admin = await caller('admin')
    const person = { clientStaffId: randomUUID(), login: newLogin(), name: 'Agent 08', roles: ['agent'] }
    const lost = await admin.call('accounts:createStaff', person)
    const [one, other] = await Promise.all([1, 2].map(() => admin.call('accounts:createStaff', person)))
    expect([one!.staff.id, other!.staff.id]).toEqual([lost.staff.id, lost.staff.id])
    const { link } = await admin.call('accounts:createStaff', person)
    expect(await codeOf(admin.call('accounts:createStaff', { ...person, clientStaffId: randomUUID() }))).toBe(
      'login_taken',
    )
    expect((await useLink(lost.link.path, 'a password')).status).toBe(404)
    expect((await useLink(link.path, 'a password')).status).toBe(200)
    expect(await codeOf(admin.call('accounts:createStaff', person))).toBe('login_taken')
    admin.socket.disconnect()
  })

  it('cannot share its login, whatever the case', async () => {
    const admin = await caller('admin')
    const login = newLogin()
    const made = await Promise.all(
      [login, login.toUpperCase(), ` ${login}`].map((each) =>
        codeOf(admin.call('accounts:createStaff', { login: each, name: 'A', roles: ['handler'] })),
      ),
    )
    expect(made.sort()).toEqual(['allowed', 'login_taken', 'login_taken'])
  })

  it('is edited as it was seen: who comes second looks again', async () => {
    const admin = await caller('admin')
    const { staff } = await newStaff(admin, ['agent'])
    const { version } = (await admin.call('accounts:getStaff', { staffId: staff.id })).staff
    const edit = (name: string) => codeOf(admin.call('accounts:editStaff', { staffId: staff.id, version, name }))
    expect((await Promise.all([edit('One'), edit('Two')])).sort()).toEqual(['allowed', 'edit_conflict'])
  })

  it('cannot be supervisor and agent at once, nor point at what is not there', async () => {
    const admin = await caller('admin')
    const create = (fields: object) =>
      codeOf(admin.call('accounts:createStaff', { login: newLogin(), name: 'A', roles: ['agent'], ...fields }))
    const nowhere = 'f'.repeat(24)
    expect(await create({ roles: ['supervisor', 'agent'] })).toBe('bad_request')
    expect(await create({ roles: [nowhere] })).toBe('bad_request')
    expect(await create({ departmentId: nowhere })).toBe('bad_request')
    expect(await create({ superiorId: nowhere })).toBe('bad_request')
    expect(await create({ queueIds: [nowhere] })).toBe('bad_request')
  })
})

describe('rights over others', () => {
  it('stop below admins: a supervisor neither makes one, nor touches one, nor hands out what they do not have', async () => {
    const [admin, boss] = [await caller('admin'), await caller('boss')]
    const create = (roles: StaffAccount['roles']) =>
      codeOf(boss.call('accounts:createStaff', { login: newLogin(), name: 'A', roles }))
    expect(await create(['agent'])).toBe('allowed')
    expect(await create(['admin'])).toBe('forbidden')
    const { role } = await admin.call('accounts:createRole', {
      name: `Auditor ${randomUUID().slice(0, 6)}`,
      grants: { 'audit.read': 'all' },
    })
    expect(await create([role.key])).toBe('forbidden')
    expect(await codeOf(boss.call('accounts:makeLink', { staffId: admin.id }))).toBe('forbidden')
    expect(await codeOf(boss.call('accounts:disableStaff', { staffId: admin.id }))).toBe('forbidden')
    expect(await codeOf(boss.call('accounts:createRole', { name: 'X', grants: {} }))).toBe('forbidden')
  })

  it('leave somebody admin, even when two unmake each other at once', async () => {
    const alone = await World.start()
    await seedStaff(alone.uri, [{ login: 'second', roles: ['admin'], capacity: 0 }])
    const open = async (login: string) => {
      const { cookie, id } = await signIn(alone.url, login, login)
      const connection = staffSocket(alone.url, cookie)
      await connected(connection.socket)
      return { ...connection, id }
    }
    const [one, two] = [await open('demo'), await open('second')]
    const outcomes = await Promise.all([
      codeOf(one.call('accounts:disableStaff', { staffId: two.id })),
      codeOf(two.call('accounts:disableStaff', { staffId: one.id })),
    ])
    expect(outcomes).toContain('last_admin')
    expect([await isActive(alone, 'demo'), await isActive(alone, 'second')]).toContain(true)
    expect(await alone.end()).toEqual([])
  })

  const isActive = (where: World, login: string) =>
    signIn(where.url, login, login).then(
      () => true,
      () => false,
    )
})

describe('somebody who may have no chats any more', () => {
  const withChats = async () => {
    const admin = await caller('admin')
    const { queue } = await admin.call('routing:createQueue', { name: newLogin(), memberIds: [] })
    const { channels } = await admin.call('channels:listChannels', {})
    const channel = channels.find(({ key }) => key === 'demo')
    if (channel === undefined) throw new Error('There is no demo channel')
    await admin.call('channels:updateChannel', {
      channelId: channel.id,
      version: channel.version,
      change: { queueId: queue.id },
    })
    const { staff, login, password } = await newStaff(admin, ['agent'], { queueIds: [queue.id] })
    const theirs = await caller(login, password)
    const contacts = await Promise.all(['a', 'b', 'c'].map((name) => world.contact(name)))
    for (const contact of contacts) contact.say('hello')
    const mine = () => theirs.call('conversations:listInbox', { tab: 'mine' })
    await eventually('they have three chats', async () => tabCounts((await mine()).counts).mine === 3)
    return { admin, queue, staff, theirs, login, password }
  }

  it('hands back every open chat when disabled, is cut within two seconds, and cannot come back', async () => {
    const { admin, staff, theirs, login, password } = await withChats()
    const since = Date.now()
    const answer = await admin.call('accounts:disableStaff', { staffId: staff.id })
    expect(answer).toMatchObject({ handedBack: 3, staff: { state: 'disabled' } })
    await eventually('they are cut', () => !theirs.socket.connected)
    expect(Date.now() - since).toBeLessThan(2_500)
    await expect(signIn(world.url, login, password)).rejects.toThrow('invalid_credentials')
    const { conversations } = await world.snapshot()
    expect(conversations.filter(({ assigneeId }) => assigneeId === staff.id)).toEqual([])
    expect((await admin.call('accounts:enableStaff', { staffId: staff.id })).staff.state).toBe('active')
    await signIn(world.url, login, password)
  })

  it('hands them back when no agent any more, and another agent of the queue is given them', async () => {
    const { admin, queue, staff } = await withChats()
    const { version } = (await admin.call('accounts:getStaff', { staffId: staff.id })).staff
    const { handedBack } = await admin.call('accounts:editStaff', { staffId: staff.id, version, roles: ['handler'] })
    expect(handedBack).toBe(3)
    const { login, password } = await newStaff(admin, ['agent'], { queueIds: [queue.id] })
    const other = await caller(login, password)
    const mine = () => other.call('conversations:listInbox', { tab: 'mine' })
    await eventually('the other one has them', async () => tabCounts((await mine()).counts).mine === 3)
  })
})

describe('a queue', () => {
  it('hands its chats to its members alone, and to nobody while disabled; others see nothing of it', async () => {
    const admin = await caller('admin')
    const { queue } = await admin.call('routing:createQueue', { name: newLogin(), memberIds: [] })
    const [channel] = (await admin.call('channels:listChannels', {})).channels
    if (channel === undefined) throw new Error('There is no channel')
    await admin.call('channels:updateChannel', {
      channelId: channel.id,
      version: channel.version,
      change: { queueId: queue.id },
    })
    const outside = await newStaff(admin, ['agent'], { queueIds: [] })
    const inside = await newStaff(admin, ['agent'], { queueIds: [] })
    const [out, member] = [await caller(outside.login, outside.password), await caller(inside.login, inside.password)]
    const contact = await world.contact('waiting')
    contact.say('is anybody there?')
    const waiting = async () => (await admin.call('conversations:listInbox', { tab: 'waiting' })).conversations
    await eventually('it waits', async () => (await waiting()).some(({ queueId }) => queueId === queue.id))
    const conversationId = (await waiting()).find(({ queueId }) => queueId === queue.id)?.id ?? ''
    expect((await out.call('conversations:listInbox', { tab: 'waiting' })).conversations).toEqual([])
    expect(await codeOf(out.call('conversations:openConversation', { conversationId }))).toBe('not_found')
    expect(await codeOf(out.call('conversations:claimConversation', { conversationId }))).toBe('not_found')
    const disabled = await admin.call('routing:editQueue', {
      queueId: queue.id,
      version: queue.version,
      isEnabled: false,
      memberIds: [inside.staff.id],
    })
    expect(disabled.queue).toMatchObject({ isEnabled: false, memberIds: [inside.staff.id] })
    member.socket.on('disconnect', () => member.socket.connect())
    await admin.call('routing:editQueue', { queueId: queue.id, version: disabled.queue.version, isEnabled: true })
    await eventually('its member has it', async () => {
      if (!member.socket.connected) return false
      // Cut on the way when the right came: it is asked again.
      const answer = await member.call('conversations:listInbox', { tab: 'mine' }).catch(() => null)
      return answer !== null && tabCounts(answer.counts).mine === 1
    })
    expect((await out.call('conversations:listInbox', { tab: 'all' })).conversations).toEqual([])
  })

  it('takes as new members those alone who can be given chats', async () => {
    const admin = await caller('admin')
    const supervisor = await newStaff(admin, ['supervisor'], { queueIds: [] })
    const agent = await newStaff(admin, ['agent'], { queueIds: [] })
    const { id: staffId, version } = agent.staff
    const memberIds = [staffId, supervisor.staff.id]
    const refused = { code: 'bad_request', details: { issues: [{ path: 'memberIds.1', code: 'not_an_agent' }] } }
    const name = newLogin()
    await expect(admin.call('routing:createQueue', { name, memberIds })).rejects.toMatchObject(refused)
    // Nothing came of it: the name is free.
    const { queue } = await admin.call('routing:createQueue', { name, memberIds: [staffId] })
    const edit = { queueId: queue.id, version: queue.version, memberIds }
    await expect(admin.call('routing:editQueue', edit)).rejects.toMatchObject(refused)
    await admin.call('accounts:editStaff', { staffId, version, roles: ['supervisor'] })
    // Who is one already stays until taken out.
    const kept = await admin.call('routing:editQueue', { ...edit, memberIds: [staffId] })
    expect(kept.queue.memberIds).toEqual([staffId])
  })

  it('has a name of 25 characters at most, and no other has it', async () => {
    const admin = await caller('admin')
    const create = (name: string) => codeOf(admin.call('routing:createQueue', { name, memberIds: [] }))
    expect(await create('x'.repeat(26))).toBe('bad_request')
    const name = newLogin()
    expect([await create(name), await create(name)]).toEqual(['allowed', 'name_taken'])
  })
})

describe('a role', () => {
  it('that is edited reaches everybody who has it within two seconds', async () => {
    const admin = await caller('admin')
    const { role } = await admin.call('accounts:createRole', { name: newLogin(), grants: { 'audit.read': 'all' } })
    const { login, password } = await newStaff(admin, [role.key, 'handler'])
    const theirs = await caller(login, password)
    expect(await codeOf(theirs.call('audit:listAudit', {}))).toBe('allowed')
    theirs.socket.on('disconnect', () => theirs.socket.connect())
    await admin.call('accounts:editRole', { key: role.key, version: role.version, grants: { 'staff.read': 'all' } })
    await eventually(
      'the right is gone',
      async () => (await codeOf(theirs.call('audit:listAudit', {}))) === 'forbidden',
    )
    expect(await codeOf(theirs.call('accounts:listStaff', {}))).toBe('allowed')
    expect(await codeOf(admin.call('accounts:deleteRole', { key: role.key }))).toBe('in_use')
  })

  it('of the admin cannot be edited, nor rights be given that are tied to another role', async () => {
    const admin = await caller('admin')
    const edit = (key: 'admin' | 'handler', grants: object) =>
      codeOf(admin.call('accounts:editRole', { key, version: 0, grants }))
    expect(await edit('admin', {})).toBe('forbidden')
    expect(await edit('handler', { 'conversations.read': 'everything' })).toBe('bad_request')
    expect(await edit('handler', { 'staff.manage': 'own' })).toBe('bad_request')
    const { role } = await admin.call('accounts:createRole', {
      name: newLogin(),
      grants: { 'conversations.reply': 'own', 'organisation.read': 'all' },
    })
    expect(role.grants).toEqual({ 'organisation.read': 'all' })
  })
})

describe('a table of people', () => {
  it('is taken in row by row, with a report for each; what is wrong with one keeps no other out', async () => {
    const admin = await caller('admin')
    const [lead, one, two] = [newLogin(), newLogin(), newLogin()]
    const csv = [
      'login,name,roles,capacity,department,superior,email',
      `${one},Agent 11,agent,3,Sales/North,${lead},agent11@parley.example`,
      `${lead},Supervisor 11,supervisor,,Sales,,`,
      `${two},Agent 12,supervisor;agent,,,,`,
      `${newLogin()},,agent,,,,not-an-address`,
      `${newLogin()},Agent 14,pilot,,,nobody-here,`,
    ].join('\n')
    const { rows: checked } = await admin.call('accounts:importStaff', { csv, mode: 'check' })
    expect(checked.map(({ outcome }) => outcome).slice(0, 2)).toEqual(['created', 'created'])
    const all = (await admin.call('accounts:listStaff', { search: one })).staff
    expect(all).toEqual([])
    const { rows } = await admin.call('accounts:importStaff', { csv, mode: 'apply' })
    expect(rows.map(({ outcome, issues }) => [outcome, issues.map(({ column }) => column)])).toEqual([
      ['created', []],
      ['created', []],
      ['refused', ['roles']],
      ['refused', ['name', 'email']],
      ['refused', ['roles', 'superior']],
    ])
    const [agent] = (await admin.call('accounts:listStaff', { search: one })).staff
    const [boss] = (await admin.call('accounts:listStaff', { search: lead })).staff
    expect(agent).toMatchObject({ capacity: 3, superiorId: boss?.id, email: 'agent11@parley.example' })
    const { departments } = await admin.call('organisation:getOrganisation', {})
    const north = departments.find(({ id }) => id === agent?.departmentId)
    expect(departments.find(({ id }) => id === north?.parentId)).toMatchObject({ name: 'Sales', memberCount: 1 })
    const again = await admin.call('accounts:importStaff', { csv: `login,name\n${one},Agent 11b`, mode: 'apply' })
    expect(again.rows).toMatchObject([{ outcome: 'updated', link: null }])
    expect((await admin.call('accounts:listStaff', { search: one })).staff[0]).toMatchObject({
      name: 'Agent 11b',
      roles: ['agent'],
    })
  })

  it('brings people into the teams that it names, makes those that are missing, and takes nobody else out', async () => {
    const admin = await caller('admin')
    const [one, other, third] = [newLogin(), newLogin(), newLogin()]
    const [seniors, nights] = [`Seniors ${one}`, `Nights ${one}`]
    const load = (csv: string, mode: 'check' | 'apply' = 'apply') => admin.call('accounts:importStaff', { csv, mode })
    const members = async () => {
      const { teams, members: people } = await admin.call('organisation:getOrganisation', {})
      const nameOf = new Map(people.map(({ staffId, name }) => [staffId, name]))
      const of = (wanted: string) =>
        teams
          .find(({ name }) => name === wanted)
          ?.memberIds.map((id) => nameOf.get(id))
          .sort()
      return [of(seniors), of(nights)]
    }
    const { staff: stays } = await newStaff(admin, ['agent'], {})
    const first = `login,name,teams\n${one},Anna,${seniors};${nights}\n${other},Bela,${nights}\n${third},Cora,${'x'.repeat(300)}`
    expect((await load(first, 'check')).rows.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'refused'])
    expect(await members()).toEqual([undefined, undefined])
    expect((await load(first)).rows[2]?.issues).toMatchObject([{ column: 'teams' }])
    expect(await members()).toEqual([['Anna'], ['Anna', 'Bela']])

    const { teams } = await admin.call('organisation:getOrganisation', {})
    const { id: teamId, version, memberIds } = teams.find(({ name }) => name === nights)!
    await admin.call('organisation:editTeam', { teamId, version, memberIds: [...memberIds, stays.id] })
    await load(`login,name,teams\n${one},Anna,${seniors}\n${other},Bela,`)
    expect(await members()).toEqual([['Anna'], [stays.name]])
    await load(`login,name\n${one},Anna`)
    expect(await members()).toEqual([['Anna'], [stays.name]])
  })
})
