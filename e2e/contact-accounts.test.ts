import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { channelWithKey, staffOf } from '../server/src/testing/channels.js'
import { eventually } from '../server/src/testing/eventually.js'
import { findings } from './findings.js'
import { chat, launcher, Shop, storedKeys } from './host-page.js'
import { Parley } from './parley.js'

const PHONE = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true }

let parley: Parley
let admin: Awaited<ReturnType<typeof staffOf>>

beforeAll(async () => {
  parley = await Parley.start()
  admin = await staffOf(parley.url, 'demo')
  await channelWithKey(admin.call, { key: 'members', name: 'Members', allowsAccounts: true, allowsAnonymous: false })
})

afterAll(async () => {
  admin.socket.disconnect()
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

type Place = Pick<Page, 'getByRole' | 'getByLabel'>

const newLogin = () => `user-${randomUUID().slice(0, 8)}`
const PASSWORD = 'a password of theirs'

async function fromMenu(page: Place, entry: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^(Options|选项)$/ }).click()
  await page.getByRole('button', { name: entry }).click()
}

async function fill(page: Place, { login, password }: { login?: string; password: string }): Promise<void> {
  if (login !== undefined) await page.getByLabel(/^(E-mail or user name|邮箱或用户名)$/).fill(login)
  await page.getByLabel(/^(Password|New password|密码|新密码)$/).fill(password)
}

const press = (page: Place, name: RegExp) => page.getByRole('button', { name }).click()

async function register(page: Place, login: string): Promise<void> {
  await fromMenu(page, /^Sign in$/)
  await press(page, /No account yet/)
  await fill(page, { login, password: PASSWORD })
  await press(page, /^Create account$/)
}

async function signIn(page: Place, login: string, password = PASSWORD): Promise<void> {
  await fromMenu(page, /^Sign in$/)
  await fill(page, { login, password })
  await press(page, /^Sign in$/)
}

/** The link that staff copy beside the conversation in which these words stand. */
async function resetLinkBeside(words: string): Promise<string> {
  const agent = await parley.agent('demo')
  await agent.getByRole('tab', { name: /^All/ }).click()
  await agent.getByRole('option').filter({ hasText: words }).click()
  await press(agent, /^Link for a new password$/)
  const link = new URL(await agent.getByRole('textbox', { name: 'Link for a new password' }).inputValue())
  await agent.getByText('For this contact alone').waitFor()
  await parley.picture(agent, 'account-reset-link')
  await agent.context().close()
  return link.pathname + link.hash
}

/** Whether the server takes the token of a session as a browser keeps it. */
async function isAccepted(kept: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${(JSON.parse(kept) as { token: string }).token}` }
  const { status } = await fetch(`${parley.url}/api/v1/contact/unread`, { headers })
  expect([200, 401]).toContain(status)
  return status === 200
}

async function sessionOf(login: string, password = PASSWORD): Promise<{ contact: { id: string } }> {
  const answer = await fetch(`${parley.url}/api/v1/contact/account/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channelKey: 'demo', login, password }),
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as { contact: { id: string } }
}

describe('a visitor', () => {
  it('registers, keeps what they wrote, leaves nothing when they sign out, and finds it on another browser', async () => {
    const login = newLogin()
    const page = await parley.visitor()
    await parley.say(page, 'Written before there was an account')
    await parley.log(page).getByText('Written before there was an account').waitFor()
    await register(page, login)
    await parley.log(page).getByText('Written before there was an account').waitFor()
    await parley.say(page, 'Written with an account')
    await parley.log(page).getByText('Written with an account').waitFor()
    await page.reload()
    await parley.log(page).getByText('Written with an account').waitFor()

    const copied = await page.evaluate(() => localStorage.getItem('parley:demo:session') ?? '')
    expect(await isAccepted(copied)).toBe(true)
    await fromMenu(page, /^Sign out$/)
    await parley.log(page).getByText('Written with an account').waitFor({ state: 'detached' })
    await eventually('a copy of the session is worth nothing', async () => !(await isAccepted(copied)))
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(kept).not.toContain(login)
    expect(kept).not.toContain('Written')
    await page.reload()
    await parley.composer(page).waitFor()
    expect(await page.getByText('Written').count()).toBe(0)

    const other = await parley.visitor()
    await signIn(other, ` ${login.toUpperCase()} `)
    await parley.log(other).getByText('Written before there was an account').waitFor()
    await parley.log(other).getByText('Written with an account').waitFor()
  })

  it('hears in words what is wrong: the password, the name, what is missing', async () => {
    const login = newLogin()
    await register(await parley.visitor(), login)
    const page = await parley.visitor()
    await signIn(page, login, 'not the password')
    await page.getByRole('alert').getByText('User name or password is wrong').waitFor()
    await press(page, /No account yet/)
    await fill(page, { login, password: PASSWORD })
    await press(page, /^Create account$/)
    await page.getByRole('alert').getByText('already in use').waitFor()
    await fill(page, { login: 'a b', password: '123' })
    await press(page, /^Create account$/)
    await page.getByText('Enter 2 to 100 characters without blanks').waitFor()
    await page.getByText('Enter at least 4 characters').waitFor()
    await parley.picture(page, 'account-mistakes')
    await press(page, /^Back to the chat$/)
    await parley.composer(page).waitFor()
  })

  it('sets a new password by a link, once, and no trace of the link stays in the address', async () => {
    const login = newLogin()
    const before = await parley.visitor()
    await register(before, login)
    await parley.say(before, 'Before the password was lost')
    await parley.log(before).getByText('Before the password was lost').waitFor()
    const link = await resetLinkBeside('Before the password was lost')

    const page = await parley.stranger(link)
    await fill(page, { password: 'another password' })
    expect(page.url()).toBe(`${parley.url}/c/demo`)
    await parley.picture(page, 'account-reset')
    await press(page, /^Save password$/)
    await parley.log(page).getByText('Before the password was lost').waitFor()
    expect(await page.evaluate(() => location.hash)).toBe('')
    // Who was signed in with the old password is nobody now.
    await parley.log(before).getByText('Before the password was lost').waitFor({ state: 'detached' })
    await sessionOf(login, 'another password')

    const again = await parley.stranger(link)
    await fill(again, { password: 'yet another' })
    await press(again, /^Save password$/)
    await again.getByRole('alert').getByText('no longer valid').waitFor()
  })
})

describe('where nobody unknown may write', () => {
  it('signing in is the first screen, and after signing out again', async () => {
    const page = await parley.stranger('/c/members', { viewport: { width: 480, height: 760 } })
    await page.getByRole('heading', { name: 'Members' }).waitFor()
    await page.getByText('Sign in to start chatting.').waitFor()
    expect(await parley.composer(page).count()).toBe(0)
    await parley.picture(page, 'account-first-screen')
    await press(page, /No account yet/)
    await fill(page, { login: newLogin(), password: PASSWORD })
    await press(page, /^Create account$/)
    await parley.say(page, 'One of the members')
    await parley.log(page).getByText('One of the members').waitFor()
    await fromMenu(page, /^Sign out$/)
    await page.getByText('Sign in to start chatting.').waitFor()
    expect(await page.getByText('One of the members').count()).toBe(0)
  })
})

describe('in the page of a shop', () => {
  it('a visitor signs in within the panel, and signs out', async () => {
    const shop = await Shop.open(parley)
    const page = await shop.visit()
    await launcher(page).click()
    const login = newLogin()
    await register(chat(page), login)
    await chat(page)
      .getByRole('textbox', { name: /^Message/ })
      .fill('From the shop')
    await chat(page)
      .getByRole('textbox', { name: /^Message/ })
      .press('Enter')
    await chat(page).getByRole('log').getByText('From the shop').waitFor()
    await fromMenu(chat(page), /^Sign out$/)
    await chat(page).getByRole('log').getByText('From the shop').waitFor({ state: 'detached' })
    expect((await storedKeys(page)).filter((key) => /outbox|has-thread/.test(key))).toEqual([])
    await shop.close()
  })
})

describe('the account screens', () => {
  it.each([
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('are whole on a phone in %s, %s, without findings', async (locale, colorScheme) => {
    const page = await parley.visitor({ ...PHONE, locale, colorScheme })
    await fromMenu(page, /^(Sign in|登录)$/)
    await page.getByLabel(/^(Password|密码)$/).waitFor()
    expect(await findings(page)).toEqual([])
    await parley.picture(page, `account-sign-in-${locale}-${colorScheme}`)
    await press(page, /^(No account yet|还没有账号)/)
    await page.getByLabel(/^(Your name|您的称呼)/).waitFor()
    await parley.picture(page, `account-register-${locale}-${colorScheme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
  })
})
