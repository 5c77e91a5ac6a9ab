import type { Page } from 'playwright-core'
import { Parley } from './parley.js'

let parley: Parley

beforeEach(async () => {
  parley = await Parley.start()
})

afterEach(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

/** Opens the only conversation in the list. */
async function openFirst(agent: Page): Promise<void> {
  await agent.getByRole('option').first().click()
  await parley.log(agent).waitFor()
}

const texts = async (page: Page, words: RegExp): Promise<string[]> =>
  ((await parley.log(page).innerText()).match(new RegExp(words.source, 'g')) ?? []).map(String)

describe('a visitor and an agent', () => {
  it('talk, and both find everything again after a reload', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.picture(visitor, 'visitor-empty')
    await parley.picture(agent, 'console-empty')
    await parley.say(visitor, 'My order has not arrived')
    await openFirst(agent)
    await parley.log(agent).getByText('My order has not arrived').waitFor()
    await parley.say(agent, 'Let me look into it')
    await parley.log(visitor).getByText('Let me look into it').waitFor()
    await parley.say(visitor, 'Thank you')
    await parley.log(agent).getByText('Thank you').waitFor()

    await Promise.all([visitor.reload(), agent.reload()])
    for (const page of [visitor, agent]) {
      await parley.log(page).getByText('Thank you').waitFor()
      expect(await texts(page, /My order has not arrived|Let me look into it|Thank you/)).toEqual([
        'My order has not arrived',
        'Let me look into it',
        'Thank you',
      ])
    }
    await parley.picture(visitor, 'visitor-talk')
    await parley.picture(agent, 'console-talk')
  })

  it('see each other typing, and what was read', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'hello')
    await openFirst(agent)
    await parley.composer(visitor).pressSequentially('I wanted to ask')
    await agent
      .getByRole('img', { name: /typing/i })
      .first()
      .waitFor()
    await parley.say(agent, 'Yes?')
    await agent.getByText(/^Read/).first().waitFor()
  })

  it('lose nothing while the visitor is offline', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'before')
    await openFirst(agent)
    await visitor.context().setOffline(true)
    await visitor
      .getByText(/offline/i)
      .first()
      .waitFor()
    await parley.say(visitor, 'written offline')
    await parley.say(agent, 'written meanwhile')
    await parley.picture(visitor, 'visitor-offline')
    await visitor.reload().catch(() => undefined)
    await visitor.context().setOffline(false)
    await visitor.goto(`${parley.url}/c/demo`)
    await parley.log(agent).getByText('written offline').waitFor()
    await parley.log(visitor).getByText('written meanwhile').waitFor()
    expect((await texts(agent, /before|written offline|written meanwhile/)).sort()).toEqual([
      'before',
      'written meanwhile',
      'written offline',
    ])
  })

  it('go on where they were after the server was killed', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'one')
    await openFirst(agent)
    await parley.killServer()
    await parley.say(visitor, 'two')
    await parley.say(agent, 'three')
    await parley.startServer()
    for (const page of [visitor, agent]) {
      await parley.log(page).getByText('three', { exact: true }).waitFor()
      await parley.log(page).getByText('two', { exact: true }).waitFor()
      expect((await texts(page, /\bone\b|\btwo\b|\bthree\b/)).length).toBe(3)
    }
  })

  it('end without an answer only once the agent has said so', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'is anybody there?')
    await openFirst(agent)
    await parley.log(agent).getByText('is anybody there?').waitFor()
    const asked = agent.getByRole('dialog', { name: 'End without an answer?' })
    await agent.getByRole('button', { name: 'End conversation' }).click()
    await asked.getByText('has not been answered').waitFor()
    await parley.picture(agent, 'end-unanswered')
    await asked.getByRole('button', { name: 'Keep it open' }).click()
    await asked.waitFor({ state: 'hidden' })
    await parley.say(visitor, 'hello?')
    await parley.log(agent).getByText('hello?', { exact: true }).waitFor()
    expect(await parley.log(visitor).getByText(/ended/i).count()).toBe(0)
    await agent.getByRole('button', { name: 'End conversation' }).click()
    await asked.getByRole('button', { name: 'End anyway' }).click()
    await parley.log(visitor).getByText(/ended/i).waitFor()
    await parley.log(agent).getByText('You ended the conversation').waitFor()
  })

  it('end, and begin again in the same thread', async () => {
    const agent = await parley.agent()
    const visitor = await parley.visitor()
    await parley.say(visitor, 'a short question')
    await openFirst(agent)
    await parley.say(agent, 'a short answer')
    await parley.log(visitor).getByText('a short answer').waitFor()
    await agent.getByRole('button', { name: 'End conversation' }).click()
    await parley.log(visitor).getByText(/ended/i).waitFor()
    await parley.picture(visitor, 'visitor-ended')
    await parley.say(visitor, 'one more thing')
    await openFirst(agent)
    await parley.log(agent).getByText('one more thing').waitFor()
    await parley.log(agent).getByText('a short question').waitFor()
  })
})

describe('two agents', () => {
  it('share the work, and one cannot answer for the other but can leave a note', async () => {
    const [first, second] = [await parley.agent('demo'), await parley.agent('demo2')]
    const visitors = [await parley.visitor(), await parley.visitor()]
    for (const [index, visitor] of visitors.entries()) await parley.say(visitor, `question ${index}`)
    for (const agent of [first, second]) await agent.getByRole('option').first().waitFor()
    expect([await first.getByRole('option').count(), await second.getByRole('option').count()]).toEqual([1, 1])

    const text = (await first.getByRole('option').first().innerText()).includes('question 0')
      ? 'question 0'
      : 'question 1'
    await second.getByRole('tab', { name: /^All/ }).click()
    await second.getByRole('option').filter({ hasText: text }).click()
    await second.getByRole('tab', { name: 'Note' }).click()
    await second.getByRole('textbox', { name: 'Note' }).fill('this customer called yesterday')
    await second.getByRole('textbox', { name: 'Note' }).press('Enter')
    await first.getByRole('option').filter({ hasText: text }).click()
    await parley.log(first).getByText('this customer called yesterday').waitFor()
    await parley.picture(second, 'console-colleague')
    const visitor = visitors[text === 'question 0' ? 0 : 1]
    await parley.say(first, 'on it')
    if (visitor !== undefined) {
      await parley.log(visitor).getByText('on it').waitFor()
      expect(await visitor.content()).not.toContain('called yesterday')
    }
  })
})
