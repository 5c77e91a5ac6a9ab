import type { Page } from 'playwright-core'
import { Agent } from './agent.js'
import { issuedToken } from './demo-token.js'
import { box, chat, heard, launcher, log, write } from './host-page.js'
import { parley, shop, useShop } from './scene.js'

/** One process for the page and the chat's frame, so that what is throttled for one is for the other; and a LAN's names. */
const FLAGS = [
  '--disable-site-isolation-trials',
  '--host-resolver-rules=MAP support.lan 127.0.0.1, MAP shop.lan localhost',
]
/** A slow 4G: 150 ms there and back, 1.6 Mbit/s down. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 }

useShop({}, FLAGS)

const sentCount = async (page: Page) => (await heard(page)).filter(({ name }) => name === 'message:sent').length

async function slowPage(): Promise<Page> {
  const page = await parley.page({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
  await shop.show(page, { tag: 'data-channel="demo" data-load="idle"' })
  return page
}

/** From the click on the launcher until a letter stands in the box, as the browser's own clock says. */
async function typingAfterClick(page: Page): Promise<number> {
  await page.evaluate(() => document.addEventListener('parley:open', () => Object.assign(window, { at: Date.now() })))
  await box(page).evaluate((element) =>
    element.addEventListener('input', () => Object.assign(window, { at: Date.now() }), { once: true }),
  )
  await launcher(page).click()
  await box(page).pressSequentially('h')
  const typedAt = await box(page).evaluate(() => (window as unknown as { at: number }).at)
  return typedAt - (await page.evaluate(() => (window as unknown as { at: number }).at))
}

describe('on a slow 4G', () => {
  it('the visitor types within a second of the click, and it leaves when the socket is there', async () => {
    const times: number[] = []
    // One of three counts: what else the machine does in that second is not the chat's.
    for (let round = 0; round < 3 && !times.some((time) => time < 1_000); round += 1) {
      const page = await slowPage()
      await box(page).waitFor({ state: 'attached' })
      times.push(await typingAfterClick(page))
      await box(page).pressSequentially('ello')
      await box(page).press('Enter')
      await log(page).getByText('hello').waitFor()
      await page.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))
      expect(await sentCount(page)).toBe(1)
      await page.context().close()
    }
    expect(Math.min(...times)).toBeLessThan(1_000)
  })
})

describe('on plain HTTP in a LAN', () => {
  it('where browsers have no secure context, everything on the main path works', async () => {
    const lan = parley.url.replace('127.0.0.1', 'support.lan')
    const at = shop.origin.replace('localhost', 'shop.lan')
    await shop.allow(at)
    const page = await parley.page({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
    await shop.show(page, { tag: null, body: `<script src="${lan}/sdk/v1.js" data-channel="demo"></script>` }, at)
    await launcher(page).click()
    await box(page).waitFor()
    const has = await chat(page)
      .locator('body')
      .evaluate(() => ({ isSecureContext, subtle: typeof crypto.subtle, uuid: typeof crypto.randomUUID }))
    expect(has).toEqual({ isSecureContext: false, subtle: 'undefined', uuid: 'undefined' })
    await write(page, 'From the LAN')
    const agent = await Agent.join(parley)
    const answer = await agent.take('From the LAN')
    await answer('LAN-42')
    await log(page).getByText('LAN-42').hover()
    await log(page).getByRole('button', { name: 'Message options' }).last().click()
    await chat(page).getByRole('button', { name: 'Copy', exact: true }).click()
    await chat(page).getByRole('button', { name: 'Copied', exact: true }).waitFor()
    await box(page).press('ControlOrMeta+v')
    expect(await box(page).inputValue()).toBe('LAN-42')
    const chooser = page.waitForEvent('filechooser')
    await chat(page).getByRole('button', { name: 'Attach files' }).click()
    await (await chooser).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('some notes') })
    await chat(page).getByRole('button', { name: 'Send', exact: true }).click()
    await log(page).getByText('notes.txt').waitFor()
    await page.reload()
    await launcher(page).click()
    await log(page).getByText('notes.txt').waitFor()
    await chat(page).getByRole('button', { name: 'Options', exact: true }).click()
    expect(await chat(page).getByRole('button', { name: 'Notify me here' }).count()).toBe(0)

    const own = await parley.page({ locale: 'en-US', viewport: { width: 480, height: 760 } })
    await own.goto(`${lan}/c/demo`)
    await parley.say(own, 'From the LAN, on a page of its own')
    await parley.log(own).getByText('on a page of its own').waitFor()
    await agent.endAll()
    agent.leave()
  })
})

/** A tab whose words reach the server, which does not hear the answers while the line is held. */
async function holdAnswers(page: Page): Promise<{ isHeld: boolean }> {
  const line = { isHeld: false }
  await page.routeWebSocket(/socket\.io/, (near) => {
    const far = near.connectToServer()
    near.onMessage((message) => far.send(message))
    far.onMessage((message) => line.isHeld || near.send(message))
  })
  return line
}

describe('two tabs', () => {
  it('one of which has a message on its way while the other learns who they are, keep it once, in their name', async () => {
    const one = await shop.visit()
    const other = await one.context().newPage()
    const line = await holdAnswers(other)
    await shop.show(other)
    for (const page of [one, other]) await launcher(page).click()
    await write(one, 'Before signing in')
    await log(other).getByText('Before signing in').waitFor()
    line.isHeld = true
    await write(other, 'On its way in the other tab')
    const agent = await Agent.join(parley)
    await agent.find(({ lastMessage }) => lastMessage?.preview === 'On its way in the other tab')
    const token = await issuedToken(parley, 'demo-user-5')
    await one.evaluate((given) => window.Parley('identify', { token: given }), token)
    line.isHeld = false
    for (const page of [one, other]) await log(page).getByText('On its way in the other tab').waitFor()
    await other.waitForFunction(() => window.heard.some(({ name }) => name === 'message:sent'))
    expect(await other.evaluate(() => window.Parley('get', 'contact'))).toMatchObject({ name: 'User 05' })
    const { contact } = await agent.find(({ lastMessage }) => lastMessage?.preview === 'On its way in the other tab')
    expect(contact.name).toBe('User 05')
    await one.reload()
    await launcher(one).click()
    await log(one).getByText('On its way in the other tab').waitFor()
    for (const page of [one, other]) expect(await log(page).getByText('On its way in the other tab').count()).toBe(1)
    await agent.endAll()
    agent.leave()
  })
})
