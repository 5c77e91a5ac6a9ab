import type { Page } from 'playwright-core'
import { staffOf } from '../server/src/testing/channels.js'
import { postJson } from '../server/src/testing/client-connection.js'
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

describe('a supervisor and three agents', () => {
  it('share out what comes in; the supervisor moves a chat and ends one, and is never given any', async () => {
    const agents = [await parley.agent('demo'), await parley.agent('demo2'), await thirdAgent()]
    const lead = await parley.agent('lead')
    const desk = await lead.context().newPage()
    await desk.goto(`${parley.url}/console/desk`)
    const visitors = []
    for (const words of ['the first asks', 'the second asks', 'the third asks']) {
      const visitor = await parley.visitor()
      await parley.say(visitor, words)
      await rowOf(desk, words)
        .filter({ hasText: /Agent 0\d/ })
        .waitFor()
      visitors.push(visitor)
    }
    // One each: whoever has the fewest is next.
    for (const agent of agents) await mine(agent).first().waitFor()
    for (const agent of agents) expect(await mine(agent).count()).toBe(1)
    expect(await findings(desk)).toEqual([])
    await parley.picture(desk, 'desk-three')

    const row = rowOf(desk, 'the first asks')
    const names = ['Agent 01', 'Agent 02', 'Agent 03']
    const texts = await Promise.all(names.map((name) => row.getByText(name).count()))
    const giver = texts.indexOf(1)
    const taker = (giver + 1) % agents.length
    await row.getByRole('button', { name: 'Move' }).click()
    await desk.getByRole('dialog').getByText(names[taker]!).click()
    await row.filter({ hasText: names[taker]! }).waitFor()
    await agents[taker]!.getByRole('option').filter({ hasText: 'the first asks' }).click()
    await mine(agents[giver]!).first().waitFor({ state: 'detached' })

    // What an agent does stands in the rows of the others.
    await lead.getByRole('tab', { name: /^All/ }).click()
    const seen = lead.getByRole('option').filter({ hasText: 'the first asks' })
    await seen.getByRole('img', { name: new RegExp(names[taker]!) }).waitFor()
    await seen.click()
    await parley.composer(agents[taker]!).pressSequentially('I am just writing to you')
    await lead.getByText(`${names[taker]} is writing`).waitFor()
    await parley.composer(agents[taker]!).press('Enter')
    await parley.log(visitors[0]!).getByText('I am just writing to you').waitFor()

    await rowOf(desk, 'the second asks').getByRole('button', { name: 'End' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'End' }).click()
    await rowOf(desk, 'the second asks').waitFor({ state: 'detached' })
    await parley.log(visitors[1]!).getByText('Conversation ended').waitFor()
    await lead.getByRole('tab', { name: /^Mine/ }).click()
    expect(await mine(lead).count()).toBe(0)
  })
})
