import type { Page } from 'playwright-core'
import { codeAt } from '../server/src/testing/authenticator.js'
import { Parley } from './parley.js'

/** An installation that nobody has set up: no demo. */
let parley: Parley
/** Its first account, once it is made. */
let admin: Page

const PASSWORD = 'correct horse battery'

beforeAll(async () => {
  parley = await Parley.start({ DEMO: 'off' })
})

afterAll(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const open = async (page: Page, path: string, heading: string | RegExp): Promise<void> => {
  await page.goto(`${parley.url}/console/settings/${path}`)
  await page.getByRole('heading', { name: heading }).first().waitFor()
}
const save = (page: Page, name = 'Save') => page.getByRole('button', { name, exact: true }).click()

/** Adds somebody on the page and returns the link to hand over. */
async function add(person: { login: string; name: string }): Promise<string> {
  await open(admin, 'people/new', 'Add a person')
  await admin.getByLabel('Account', { exact: true }).fill(person.login)
  await admin.getByLabel('Name', { exact: true }).fill(person.name)
  await save(admin, 'Add and make link')
  return admin.getByLabel('Invitation link').inputValue()
}

async function accept(link: string): Promise<Page> {
  const page = await parley.stranger(link.slice(parley.url.length))
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByLabel('The same once more').fill(PASSWORD)
  await save(page, 'Set password')
  await page.getByRole('tab', { name: /^Mine/ }).waitFor()
  return page
}

describe('an installation from its first start', () => {
  it('is set up by whoever knows the printed secret, once', async () => {
    admin = await parley.stranger('/setup')
    await admin.getByRole('heading', { name: 'Set up Parley' }).waitFor()
    await save(admin, 'Set up')
    await admin.getByRole('alert').getByText('Set-up secret · Fill this in.').waitFor()
    await admin.getByLabel('Set-up secret').fill('not the secret')
    await admin.getByLabel('Your name').fill('First Admin')
    await admin.getByLabel('Account', { exact: true }).fill('first')
    await admin.getByLabel('New password').fill(PASSWORD)
    await admin.getByLabel('The same once more').fill(`${PASSWORD}!`)
    await save(admin, 'Set up')
    await admin.getByRole('alert').getByText('The two are not the same.').waitFor()
    await admin.getByLabel('The same once more').fill(PASSWORD)
    await save(admin, 'Set up')
    await admin.getByRole('alert').getByText('This is not the secret').waitFor()
    await parley.picture(admin, 'setup-wrong-secret')
    await admin.getByLabel('Set-up secret').fill(parley.setUpSecret)
    await save(admin, 'Set up')
    await admin.getByRole('tab', { name: /^Mine/ }).waitFor()

    const late = await parley.stranger('/console/setup')
    await late.getByRole('heading', { name: 'Parley is set up' }).waitFor()
    await parley.picture(late, 'setup-done')
  })

  it('takes in a channel, through which a visitor writes to the first agent', async () => {
    await open(admin, 'channels', 'Channels')
    await admin.getByText('No channel yet').waitFor()
    await parley.picture(admin, 'channels-empty')
    await admin.getByRole('link', { name: 'Add a channel' }).click()
    await admin.getByLabel('Name', { exact: true }).fill('Shop')
    await admin.getByLabel('Key', { exact: true }).fill('shop')
    await admin.getByLabel('Colour', { exact: true }).fill('#ffd400')
    await admin.getByRole('textbox', { name: /^Greeting .*English/ }).fill('Welcome to the shop')
    const preview = admin.getByRole('figure', { name: 'Preview' })
    await preview.getByText('Welcome to the shop').waitFor()
    await preview.getByText('Shop', { exact: true }).waitFor()
    await save(admin, 'Add channel')
    await admin.getByRole('heading', { name: 'Shop' }).waitFor()
    expect(await admin.getByLabel('Put this line').inputValue()).toContain('data-channel="shop"')
    await parley.picture(admin, 'channel')

    const visitor = await parley.stranger('/c/shop', { viewport: { width: 480, height: 760 } })
    await parley.say(visitor, 'through the new channel')
    await admin.goto(`${parley.url}/console/`)
    await admin.getByRole('option').filter({ hasText: 'through the new channel' }).waitFor()
  })

  it('shows the secret of a signing key once, rotates it and retires it', async () => {
    await open(admin, 'channels', 'Channels')
    await admin.getByRole('link', { name: 'Shop' }).click()
    await save(admin, 'Make a key')
    const secret = await admin.getByLabel('The new key').inputValue()
    expect(secret).toMatch(/^[\w-]+\.[\w-]{43}$/)
    await admin.getByText(/^In use since/).waitFor()
    await admin.reload()
    await admin.getByText(/^In use since/).waitFor()
    expect(await admin.getByLabel('The new key').count()).toBe(0)
    const name = admin.getByLabel('Name', { exact: true })
    await name.fill('Shop, not saved')
    await save(admin, 'Rotate')
    await admin.getByText(/^Valid until/).waitFor()
    expect(await name.inputValue()).toBe('Shop, not saved')
    await name.fill('Shop')
    await save(admin, 'Save')
    await admin.getByText('Saved', { exact: true }).first().waitFor()
    await admin.getByRole('listitem').filter({ hasText: 'Valid until' }).getByRole('button', { name: 'Retire' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Retire' }).click()
    await admin.getByText(/^Ended/).waitFor()
  })

  it('invites a person, who chooses a password and is in', async () => {
    const link = await add({ login: 'second', name: 'Second Agent' })
    await parley.picture(admin, 'people-invited')
    const second = await accept(link)
    await parley.picture(second, 'accepted')
    const again = await parley.stranger(link.slice(parley.url.length))
    await again.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    await open(admin, 'people', 'People')
    await admin.getByRole('row').filter({ hasText: 'Second Agent' }).getByText('Active').waitFor()
    await second.context().close()
  })

  it('lets a changed role take effect where somebody is signed in', async () => {
    const third = await accept(await add({ login: 'third', name: 'Third Agent' }))
    await third.goto(`${parley.url}/console/settings/profile`)
    await third.getByRole('heading', { name: 'Profile' }).waitFor()
    expect(await third.getByRole('link', { name: 'Channels' }).count()).toBe(0)

    await open(admin, 'roles/agent', 'Agent')
    await admin.getByRole('radio', { name: 'See channels: All' }).check()
    await save(admin)
    await admin.getByText('Saved').waitFor()
    await parley.picture(admin, 'role-agent')
    await third.getByRole('link', { name: 'Channels' }).click()
    await third.getByRole('link', { name: 'Shop' }).waitFor()
    await third.context().close()
  })

  it('cuts off whoever is disabled, and hands their chats back', async () => {
    const fourth = await accept(await add({ login: 'fourth', name: 'Fourth Agent' }))
    await open(admin, 'people', 'People')
    await admin.getByRole('link', { name: 'Fourth Agent' }).click()
    await save(admin, 'Disable')
    await admin.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await admin.getByText('Disabled', { exact: true }).waitFor()
    await fourth.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
    await parley.signIn(fourth, 'fourth', PASSWORD)
    await fourth.getByRole('alert').getByText('The account or the password is wrong.').waitFor()
    await save(admin, 'Enable')
    await admin.getByText('Active', { exact: true }).waitFor()
    await parley.signIn(fourth, 'fourth', PASSWORD)
    await fourth.getByRole('tab', { name: /^Mine/ }).waitFor()
    await fourth.context().close()
  })

  it('asks for a second step once somebody has set one up', async () => {
    await open(admin, 'security', 'Sign-in security')
    await admin.getByRole('button', { name: 'Set up', exact: true }).click()
    await admin.getByLabel('Password', { exact: true }).fill('wrong')
    await save(admin, 'Go on')
    await admin.getByRole('alert').getByText('This is not your password.').waitFor()
    await admin.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await save(admin, 'Go on')
    const secret = await admin.getByLabel('Or type this key').inputValue()
    await admin.getByRole('img', { name: /^QR code/ }).waitFor()
    await parley.picture(admin, 'second-step')
    await admin.getByLabel('Code', { exact: true }).fill(codeAt(secret, new Date()))
    await save(admin, 'Turn on')
    const codes = (await admin.getByRole('textbox', { name: 'Recovery codes' }).inputValue()).split('\n')
    expect(codes.length).toBeGreaterThanOrEqual(8)
    await parley.picture(admin, 'recovery-codes')
    await save(admin, 'I have kept them')
    await admin.getByText(/^On, \d+ recovery codes left/).waitFor()

    const elsewhere = await parley.stranger('/console/')
    await parley.signIn(elsewhere, 'first', PASSWORD)
    await elsewhere.getByRole('heading', { name: 'Second step' }).waitFor()
    await elsewhere.getByLabel('Code', { exact: true }).fill('000000')
    await save(elsewhere, 'Sign in')
    await elsewhere.getByRole('alert').getByText('This code is wrong').waitFor()
    await parley.picture(elsewhere, 'second-step-sign-in')
    await elsewhere.getByLabel('Code', { exact: true }).fill(codes[0]!)
    await save(elsewhere, 'Sign in')
    await elsewhere.getByRole('tab', { name: /^Mine/ }).waitFor()

    await open(admin, 'sessions', 'My sessions')
    await parley.picture(admin, 'sessions')
    await save(admin, 'Sign out everywhere else')
    await elsewhere.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
    await elsewhere.context().close()
  })

  it('has all of it in the audit log, by kind and as a table', async () => {
    await open(admin, 'audit', 'Audit log')
    for (const action of ['Disabled a person', 'Edited a role', 'Turned second step on', 'Added a channel'])
      await admin.getByRole('row').filter({ hasText: action }).first().waitFor()
    await parley.picture(admin, 'audit')
    await admin.getByLabel('What', { exact: true }).selectOption({ label: 'Disabled a person' })
    await admin.getByRole('row').filter({ hasText: 'Edited a role' }).first().waitFor({ state: 'detached' })
    await admin.getByRole('row').filter({ hasText: 'Disabled a person' }).first().waitFor()
    expect(await admin.getByRole('row').filter({ hasText: 'Edited a role' }).count()).toBe(0)
    await save(admin, 'Check the chain')
    await admin.getByText(/^All \d+ records are as they were written/).waitFor()
    const [download] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('link', { name: 'Download CSV' }).click(),
    ])
    const table = await (await download.createReadStream()).toArray()
    expect(Buffer.concat(table).toString()).toContain('staff.disabled')
  })
})
