import { box, chat, heard, launcher, log, storedKeys, STUB, write } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

useShop()

describe('a site that embeds the chat by one tag', () => {
  it('has a button, and neither frame nor socket nor stored word until somebody reaches for it', async () => {
    const requests: string[] = []
    const page = await shop.visit()
    page.on('request', (request) => requests.push(request.url()))
    await launcher(page).waitFor()
    await page.waitForTimeout(500)
    expect(requests.filter((url) => /\/c\/|socket\.io|engine|\/api\//.test(url))).toEqual([])
    expect(await page.locator('parley-widget iframe').count()).toBe(0)
    expect(await storedKeys(page)).toEqual([])
    await launcher(page).hover()
    await box(page).waitFor({ state: 'attached' })
    expect(await storedKeys(page)).toEqual([])
    await launcher(page).click()
    await box(page).waitFor()
    await write(page, 'Do you have this in blue?')
    await log(page).getByText('Do you have this in blue?').waitFor()
    await page.waitForFunction(() => localStorage.getItem('parley:demo:has-thread') !== null)
    expect(await storedKeys(page)).toContain('parley:demo:session')
    await parley.picture(page, 'embedded-open')
  })

  it('gets the answer, counts it while the chat is closed, and finds the thread again on the next page', async () => {
    const page = await shop.visit()
    const agent = await parley.agent()
    await launcher(page).click()
    await write(page, 'A question of the second visitor')
    await agent.getByRole('option').filter({ hasText: 'second visitor' }).click()
    await chat(page).getByRole('button', { name: 'Close chat' }).click()
    await page.waitForFunction(() => document.activeElement?.localName === 'parley-widget')
    await parley.say(agent, 'An answer')
    await page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor()
    await parley.picture(page, 'embedded-unread')
    await page.getByRole('link', { name: 'Another page' }).click()
    await page.getByRole('button', { name: 'Open chat, 1 unread' }).click()
    await log(page).getByText('An answer').waitFor()
    await page.waitForFunction(() =>
      window.heard.some(({ name, detail }) => name === 'unread' && detail['count'] === 0),
    )
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Open chat', exact: true }).waitFor()
    expect((await heard(page)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ready', 'unread', 'open', 'close']),
    )
  })
})

describe('calls that were made before the script came', () => {
  it('are done in order, and give their results', async () => {
    const page = await shop.visit({
      tag: '',
      head: `${STUB}<script>
        results=[];
        Parley('boot',{channel:'demo',theme:{color:'#b4235a',position:'left'}}).then(()=>results.push('booted'));
        Parley('on','open',()=>results.push('opened'));
        Parley('open').then(()=>results.push('open'));
        Parley('get','isOpen').then(isOpen=>results.push(isOpen));
        Parley('nonsense').catch(error=>results.push(error.code));
      </script>`,
    })
    await box(page).waitFor()
    const results = await page.evaluate(() => (window as unknown as { results: unknown[] }).results)
    expect(results).toEqual(expect.arrayContaining(['booted', 'opened', 'open', 'unknown_call']))
    await parley.picture(page, 'embedded-left-pink')
  })
})
