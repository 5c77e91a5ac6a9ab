import type { Page } from 'playwright-core'
import { staffOf } from '../server/src/testing/channels.js'
import { postJson } from '../server/src/testing/client-connection.js'
import { eventually } from '../server/src/testing/eventually.js'
import { findings } from './findings.js'
import { Parley } from './parley.js'

const PASSWORD = 'a long enough secret'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

/** A third agent, besides the demo's two. */
async function thirdAgent(): Promise<Page> {
  const admin = await staffOf(parley.url, 'demo')
  const { queues } = await admin.call('routing:listQueues', {})
  const person = { login: 'third', name: 'Agent 03', roles: ['agent'], queueIds: queues.map(({ id }) => id) }
  const { link } = await admin.call('accounts:createStaff', { ...person, capacity: 5 })
  admin.socket.disconnect()
  const used = await postJson(`${parley.url}/api/v1/staff/link/use`, {
    token: link.path.split('#')[1],
    password: PASSWORD,
  })
  expect(used.status).toBe(200)
  const page = await parley.stranger('/console/')
  await parley.signIn(page, 'third', PASSWORD)
  await page.getByRole('tab', { name: /^Mine/ }).waitFor()
  return page
}

const rowOf = (desk: Page, words: string) => desk.getByRole('row').filter({ hasText: words })
const mine = (agent: Page) => agent.getByRole('option')

const NAMES = ['Agent 01', 'Agent 02', 'Agent 03'] as const
const QUESTIONS = ['the first asks', 'the second asks', 'the third asks'] as const

type Supervisor = Awaited<ReturnType<typeof staffOf>>

/** Who has which question, as the server says it. */
async function holders({ call }: Supervisor): Promise<Map<string, string>> {
  const { conversations } = await call('conversations:listInbox', { tab: 'all' })
  return new Map(conversations.map(({ lastMessage, assignee }) => [lastMessage?.preview ?? '', assignee?.name ?? '']))
}

describe('a supervisor and three agents', () => {
  it('share out what comes in; the supervisor moves a chat and ends one, and is never given any', async () => {
    const agents = [await parley.agent('demo'), await parley.agent('demo2'), await thirdAgent()]
    const lead = await parley.agent('lead')
    const desk = await lead.context().newPage()
    await desk.goto(`${parley.url}/console/desk`)
    const supervisor = await staffOf(parley.url, 'lead')
    // A page that stands there may still be on its way to the server.
    await eventually('all three can be given chats', async () => {
      const there = (await supervisor.call('routing:listDesk', {})).agents.filter(({ isReachable }) => isReachable)
      return NAMES.every((name) => there.some((each) => each.name === name && each.status === 'online'))
    })
    const visitors: Page[] = []
    for (const words of QUESTIONS) {
      const visitor = await parley.visitor()
      await parley.say(visitor, words)
      await eventually(`somebody has ${words}`, async () => Boolean((await holders(supervisor)).get(words)))
      visitors.push(visitor)
    }
    // One each: whoever has the fewest is next.
    const given = await holders(supervisor)
    expect(QUESTIONS.map((words) => given.get(words)).toSorted()).toEqual(NAMES)
    for (const words of QUESTIONS) {
      const holder = NAMES.indexOf(given.get(words) as (typeof NAMES)[number])
      await mine(agents[holder]!).filter({ hasText: words }).waitFor()
      expect(await mine(agents[holder]!).count()).toBe(1)
      await rowOf(desk, words).filter({ hasText: NAMES[holder]! }).waitFor()
    }
    expect(await findings(desk)).toEqual([])
    await parley.picture(desk, 'desk-three')

    const row = rowOf(desk, 'the first asks')
    const giver = NAMES.indexOf(given.get('the first asks') as (typeof NAMES)[number])
    const taker = (giver + 1) % agents.length
    const dialog = desk.getByRole('dialog')
    const choice = dialog.getByRole('button', { name: new RegExp(NAMES[taker]!) })
    // A press can meet a page that is just being drawn anew: it is pressed again, as a person would, until the server has it.
    await eventually(
      'the server has moved it',
      async () => {
        // Looked at first: the dialog goes once the server has moved it.
        const isAsked = await dialog.isVisible()
        if ((await holders(supervisor)).get('the first asks') === NAMES[taker]) return true
        const toPress = isAsked ? choice : row.getByRole('button', { name: 'Move' })
        await toPress.click({ timeout: 5_000 }).catch(() => undefined)
        return false
      },
      90_000,
    )
    await row.filter({ hasText: NAMES[taker]! }).waitFor()
    await mine(agents[giver]!).first().waitFor({ state: 'detached' })
    await mine(agents[taker]!).filter({ hasText: 'the first asks' }).click()

    // What an agent does stands in the rows of the others.
    await lead.getByRole('tab', { name: /^All/ }).click()
    const seen = lead.getByRole('option').filter({ hasText: 'the first asks' })
    await seen.getByRole('img', { name: new RegExp(NAMES[taker]!) }).waitFor()
    await seen.click()
    const composer = parley.composer(agents[taker]!)
    const isSeenWriting = lead
      .getByText(`${NAMES[taker]} is writing`)
      .waitFor()
      .then(() => true)
    // Typing passes after a while in which nothing is typed: they go on until it is seen.
    for (let isSeen = false; !isSeen;) {
      await composer.pressSequentially('I am just writing to you ')
      isSeen = await Promise.race([isSeenWriting, new Promise<false>((go) => setTimeout(go, 1_000, false))])
    }
    await composer.fill('I am just writing to you')
    await composer.press('Enter')
    await parley.log(visitors[0]!).getByText('I am just writing to you').waitFor()

    await rowOf(desk, 'the second asks').getByRole('button', { name: 'End' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'End' }).click()
    await rowOf(desk, 'the second asks').waitFor({ state: 'detached' })
    await parley.log(visitors[1]!).getByText('Conversation ended').waitFor()
    await lead.getByRole('tab', { name: /^Mine/ }).click()
    expect(await mine(lead).count()).toBe(0)
    supervisor.socket.disconnect()
  })
})
