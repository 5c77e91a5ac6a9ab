import type { Page } from 'playwright-core'
import { issuedToken } from './demo-token.js'
import { box, chat, heard, launcher, log, storedKeys, write } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

useShop()

const tokenFor = (userId: string) => issuedToken(parley, userId)

const identify = async (page: Page, userId: string) =>
  page.evaluate((token) => window.Parley('identify', { token }), await tokenFor(userId))

describe('a visitor whom the site knows', () => {
  it('keeps what they wrote before, is named to the agent, and hears the answer without a reload', async () => {
    const page = await shop.visit()
    const agent = await parley.agent()
    await launcher(page).click()
    await write(page, 'Asked before signing in')
    await log(page).getByText('Asked before signing in').waitFor()
    await identify(page, 'demo-user-1')
    await log(page).getByText('Asked before signing in').waitFor()
    const row = agent.getByRole('option').filter({ hasText: 'User 01' })
    await row.filter({ hasText: 'Asked before signing in' }).click()
    await parley.say(agent, 'Hello, User 01')
    await log(page).getByText('Hello, User 01').waitFor()
    expect(await page.evaluate(() => window.Parley('get', 'contact'))).toMatchObject({
      name: 'User 01',
      isIdentified: true,
    })
  })

  it('keeps once what was on its way in that moment', async () => {
    const agent = await parley.agent()
    for (const user of [6, 7, 8, 9]) {
      const page = await shop.visit()
      const token = await tokenFor(`demo-user-${user}`)
      await launcher(page).click()
      const words = `On its way to user ${user}`
      await box(page).fill(words)
      const identified = page.evaluate((given) => window.Parley('identify', { token: given }), token)
      await box(page).press('Enter')
      await identified
      await agent
        .getByRole('option')
        .filter({ hasText: `User 0${user}` })
        .filter({ hasText: words })
        .waitFor()
      expect(await agent.getByRole('option').filter({ hasText: words }).count()).toBe(1)
    }
  })

  it('leaves nothing behind for the next who signs in at the same browser', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await identify(page, 'demo-user-2')
    await write(page, 'The secret of user two')
    await log(page).getByText('The secret of user two').waitFor()
    const before = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    await identify(page, 'demo-user-3')
    await log(page).getByText('The secret of user two').waitFor({ state: 'detached' })
    const after = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(before).not.toBe(after)
    expect(after).not.toContain('secret')
    const agent = await parley.agent('demo2')
    await write(page, 'Words of user three')
    const all = await parley.agent('demo')
    const row = (who: Page) => who.getByRole('option').filter({ hasText: 'User 03' })
    await expectOne([agent, all], row)
    await page.reload()
    await launcher(page).click()
    await box(page).waitFor()
    expect(await chat(page).getByText('The secret of user two').count()).toBe(0)
  })

  it('is nobody again after signing out', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await identify(page, 'demo-user-4')
    await write(page, 'Before signing out')
    await log(page).getByText('Before signing out').waitFor()
    await page.evaluate(() => window.Parley('logout'))
    await log(page).getByText('Before signing out').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => window.Parley('get', 'contact'))).not.toMatchObject({ name: 'User 04' })
    expect((await storedKeys(page)).filter((key) => key.includes('identity'))).toEqual([])
  })

  it('is refused with a token that the site did not make, and stays who they were', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await box(page).waitFor()
    const token = `${(await tokenFor('demo-user-5')).slice(0, -4)}AAAA`
    const refusal = await page.evaluate(
      (forged) =>
        window.Parley('identify', { token: forged }).then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
      token,
    )
    expect(refusal).not.toBe('taken')
    await write(page, 'Still a visitor')
    await log(page).getByText('Still a visitor').waitFor()
  })
})

describe('a page that means no good, or does not know better', () => {
  it('learns no words from events, and moves nothing by messages of its own', async () => {
    const page = await shop.visit()
    await launcher(page).click()
    await write(page, 'Nobody else may hear this')
    await log(page).getByText('Nobody else may hear this').waitFor()
    await page.evaluate(() => {
      const frame = document.querySelector('parley-widget')?.shadowRoot?.querySelector('iframe')
      for (const message of [
        { type: 'close' },
        { parley: 'hello', version: 1 },
        'close',
        null,
        { type: 'call', id: 1, call: { method: 'logout' } },
      ]) {
        window.postMessage(message, '*')
        frame?.contentWindow?.postMessage(message, '*')
      }
    })
    await page.waitForTimeout(500)
    await log(page).getByText('Nobody else may hear this').waitFor()
    await write(page, 'Still here')
    await log(page).getByText('Still here').waitFor()
    expect(JSON.stringify(await heard(page))).not.toMatch(/Nobody else|Still here/)
  })

  it('may have overwritten what scripts rely on', async () => {
    const page = await shop.visit({
      head: `<script>
        Array.prototype.toJSON = Array.prototype.reduce = function () { throw new Error('not yours') };
        window.Promise = function () { throw new Error('no') };
        Object.prototype.polluted = 'yes'; Object.prototype.token = 'planted'; Object.prototype.load = 'now';
        window.JSON = { parse() { throw new Error('no') }, stringify() { return 'no' } };
        window.fetch = () => Promise.reject(new Error('no'));
      </script>`,
    })
    await launcher(page).click()
    await box(page).waitFor()
    await write(page, 'Through all of that')
    await log(page).getByText('Through all of that').waitFor()
  })
})

/** One of several agents has it: which, is the assignment's own matter. */
async function expectOne(agents: Page[], row: (agent: Page) => ReturnType<Page['locator']>): Promise<void> {
  await Promise.any(agents.map((agent) => row(agent).first().waitFor()))
}

describe('a link with a one-time code', () => {
  it('opens the page as the contact, once; the address keeps nothing of it', async () => {
    const answer = await fetch(`${parley.url}/api/v1/contact/code`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenFor('demo-user-1')}` },
    })
    const { path } = (await answer.json()) as { path: string }
    const page = await parley.stranger(`${path}&lang=en`)
    await parley.composer(page).waitFor()
    expect(page.url()).toBe(`${parley.url}/c/demo?lang=en`)
    await parley.say(page, 'From the app')
    const agent = await parley.agent()
    await agent.getByRole('option').filter({ hasText: 'User 01' }).filter({ hasText: 'From the app' }).waitFor()
    const other = await parley.stranger(`${path}&lang=en`)
    await other.getByText('This link has been used or has expired').waitFor()
    await parley.picture(other, 'link-spent')
    expect(other.url()).not.toContain('code')
    await parley.say(other, 'Somebody else')
    await parley.log(other).getByText('Somebody else').waitFor()
    expect(await parley.log(other).getByText('From the app').count()).toBe(0)
    await other.getByRole('button', { name: /^(Dismiss|Close|Got it)/ }).click()
    await other.getByText('This link has been used or has expired').waitFor({ state: 'detached' })
  })
})
