import type { Page } from 'playwright-core'
import { staffOf } from '../server/src/testing/channels.js'
import { Parley } from './parley.js'

const PASSWORD = 'another password'

let parley: Parley
/** The demo's first account: admin and agent. */
let admin: Page

beforeAll(async () => {
  parley = await Parley.start()
  admin = await parley.agent('demo')
})

afterAll(async () => {
  await parley.stop()
  expect(parley.complaints).toEqual([])
})

const open = async (page: Page, path: string, heading: string | RegExp): Promise<void> => {
  await page.goto(`${parley.url}/console/settings/${path}`)
  await page.getByRole('heading', { name: heading }).first().waitFor()
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const confirm = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

/** A new person with a password of their own, in a browser of theirs. */
async function newPerson(login: string, name: string): Promise<Page> {
  await open(admin, 'people/new', 'Add a person')
  await admin.getByLabel('Account', { exact: true }).fill(login)
  await admin.getByLabel('Name', { exact: true }).fill(name)
  await press(admin, 'Add and make link')
  const link = await admin.getByLabel('Invitation link').inputValue()
  return choosePassword(link, `first password of ${login}`)
}

async function choosePassword(link: string, password: string): Promise<Page> {
  const page = await parley.stranger(new URL(link).pathname + new URL(link).hash)
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('The same once more').fill(password)
  await press(page, 'Set password')
  await page.getByRole('tab', { name: /^Mine/ }).waitFor()
  return page
}

async function signIn(login: string, password: string): Promise<Page> {
  const page = await parley.stranger('/console/')
  await parley.signIn(page, login, password)
  return page
}

const isIn = (page: Page) => page.getByRole('tab', { name: /^(Mine|我的)/ }).waitFor()

describe('the language of the console', () => {
  it('goes with the account to another device', async () => {
    const page = await newPerson('polyglot', 'Many Languages')
    await open(page, 'profile', 'Profile')
    await page.locator('select[name="language"]').selectOption({ label: '简体中文' })
    await page.getByRole('heading', { name: '个人资料' }).waitFor()
    const other = await signIn('polyglot', 'first password of polyglot')
    await other.getByRole('tab', { name: /^我的/ }).waitFor()
    await parley.picture(other, 'language-second-device')
    await page.context().close()
    await other.context().close()
  })
})

describe('a password', () => {
  it('is changed by its owner, who is asked for the old one, and signed out elsewhere', async () => {
    const page = await newPerson('changer', 'Changes Passwords')
    const elsewhere = await signIn('changer', 'first password of changer')
    await isIn(elsewhere)
    await open(page, 'security', 'Sign-in security')
    const change = async (current: string) => {
      await page.getByLabel('Current password').fill(current)
      await page.getByLabel('New password').fill(PASSWORD)
      await page.getByLabel('The same once more').fill(PASSWORD)
      await press(page, 'Change password')
    }
    await change('not the password')
    await page.getByRole('alert').getByText('This is not your password.').waitFor()
    await change('first password of changer')
    await page.getByText('Saved').waitFor()
    await elsewhere.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
    await parley.signIn(elsewhere, 'changer', PASSWORD)
    await isIn(elsewhere)
    await page.context().close()
    await elsewhere.context().close()
  })

  it('is set anew by a link that an admin makes, once', async () => {
    const before = await newPerson('loser', 'Loses Passwords')
    await open(admin, 'people', 'People')
    await admin.getByRole('link', { name: 'Loses Passwords' }).click()
    await press(admin, 'Link for a new password')
    const link = await admin.getByRole('textbox', { name: 'Link for a new password' }).inputValue()
    const page = await choosePassword(link, PASSWORD)
    await before.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
    const again = await parley.stranger(new URL(link).pathname + new URL(link).hash)
    await again.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    for (const each of [before, page, again]) await each.context().close()
  })
})

describe('somebody who is disabled', () => {
  it('gives their chats back, and the admin is told how many', async () => {
    const page = await newPerson('leaver', 'Leaves Soon')
    const visitor = await parley.visitor()
    await parley.say(visitor, 'Somebody take this')
    await admin.goto(`${parley.url}/console/desk`)
    const row = admin.getByRole('row').filter({ hasText: 'Somebody take this' })
    // Once it has been handed out: a move in the same moment would race with it.
    await row.filter({ hasText: 'Agent 01' }).getByRole('button', { name: 'Move' }).click()
    await admin.getByRole('dialog').getByText('Leaves Soon').click()
    await admin.getByRole('dialog').waitFor({ state: 'detached' })
    await row.filter({ hasText: 'Leaves Soon' }).waitFor()
    await parley.picture(admin, 'desk')
    await open(admin, 'people', 'People')
    await admin.getByRole('link', { name: 'Leaves Soon' }).click()
    await press(admin, 'Disable')
    await confirm(admin, 'Disable')
    const told = admin.getByRole('status').getByText(/^Chats that went back to waiting: 1$/)
    await told.waitFor()
    // The button stands far below: whoever pressed it still sees what came of it.
    await admin.waitForFunction(() => {
      const { top, bottom } = document.querySelector('.handed')?.getBoundingClientRect() ?? { top: -1, bottom: -1 }
      return top >= 0 && bottom <= innerHeight
    })
    await parley.picture(admin, 'handed-back')
    await page.context().close()
  })
})

describe('queues, teams and roles', () => {
  it('a queue is added, renamed and given members', async () => {
    await open(admin, 'queues/new', 'Add a queue')
    await admin.getByLabel('Name', { exact: true }).fill('Returns')
    await press(admin, 'Save')
    await open(admin, 'queues', 'Queues')
    await admin.getByRole('link', { name: 'Returns' }).click()
    await admin.getByLabel('Name', { exact: true }).fill('Returns and refunds')
    await admin.getByRole('checkbox', { name: 'Agent 02' }).check()
    // A supervisor is never given a chat.
    expect(await admin.getByRole('checkbox', { name: /Supervisor/ }).count()).toBe(0)
    await press(admin, 'Save')
    await admin.getByText('Saved').waitFor()
    await admin.reload()
    await admin.getByRole('heading', { name: 'Returns and refunds' }).waitFor()
    expect(await admin.getByRole('checkbox', { name: 'Agent 02' }).isChecked()).toBe(true)
    await parley.picture(admin, 'queue')
    await admin.getByRole('checkbox', { name: 'End conversations after silence' }).check()
    await admin.getByLabel('Minutes from then until it ends').fill('soon')
    await press(admin, 'Save')
    await admin.getByText('A whole number of minutes from 1 to 10080.', { exact: true }).waitFor()
    await parley.picture(admin, 'queue-silence-wrong')
    await admin.getByLabel('Minutes from then until it ends').fill('7')
    await press(admin, 'Save')
    await admin.getByText('Saved').waitFor()
  })

  it('a team is added, renamed and deleted', async () => {
    await open(admin, 'organisation', 'Departments and teams')
    await press(admin, 'Add a team')
    await admin.getByLabel('Name of the team').fill('Night shift')
    await press(admin, 'Save')
    await admin.getByText('Night shift').waitFor()
    const row = admin.getByRole('listitem').filter({ hasText: 'Night shift' })
    await row.getByRole('button', { name: 'Edit' }).click()
    await admin.getByLabel('Name of the team').fill('Late shift')
    await press(admin, 'Save')
    await admin.getByText('Late shift').waitFor()
    await admin.getByRole('listitem').filter({ hasText: 'Late shift' }).getByRole('button', { name: 'Edit' }).click()
    await parley.picture(admin, 'team')
    await press(admin, 'Delete')
    await admin.getByText('No teams yet.').waitFor()
  })

  it('a role that nobody has is deleted', async () => {
    await open(admin, 'roles/new', 'Add a role')
    await admin.getByLabel('Name', { exact: true }).fill('Auditor')
    await press(admin, 'Save')
    await open(admin, 'roles', 'Roles')
    await admin.getByRole('link', { name: 'Auditor' }).click()
    await press(admin, 'Delete role')
    await confirm(admin, 'Delete role')
    await admin.getByRole('heading', { name: 'Roles' }).waitFor()
    await admin.getByRole('link', { name: 'Auditor' }).waitFor({ state: 'detached' })
  })
})

describe('tenants', () => {
  it('are added, suspended with everybody cut off, and resumed', async () => {
    await admin.goto(`${parley.url}/console/settings/profile`)
    await admin.getByRole('heading', { name: 'Profile' }).waitFor()
    expect(await admin.getByText('Tenants').count()).toBe(0)
    // The second one comes by a command: until then no screen speaks of tenants.
    const staff = await staffOf(parley.url, 'demo')
    await staff.call('tenants:createTenant', { key: 'house', name: 'Another', admin: { login: 'boss', name: 'Boss' } })
    staff.socket.disconnect()
    await open(admin, 'tenants', 'Tenants')
    await press(admin, 'Add a tenant')
    await parley.picture(admin, 'tenant-new')
    await admin.getByLabel('Name', { exact: true }).fill('Second house')
    await admin.getByLabel('Key', { exact: true }).fill('second')
    await admin.getByLabel('Name of its first admin').fill('Their Admin')
    await admin.getByLabel('Account of its first admin').fill('their-admin')
    await press(admin, 'Add and make link')
    const theirs = await choosePassword(await admin.getByLabel('Invitation link').inputValue(), PASSWORD)
    await press(admin, 'Done')
    const row = admin.getByRole('row').filter({ hasText: 'Second house' })
    await row.getByRole('button', { name: 'Suspend' }).click()
    await confirm(admin, 'Suspend')
    await row.getByText('Suspended').waitFor()
    await theirs.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
    await parley.picture(admin, 'tenants')
    await row.getByRole('button', { name: 'Resume' }).click()
    await row.getByText('Active').waitFor()
    await theirs.context().close()
  })
})
