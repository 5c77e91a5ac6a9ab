import type { Page } from 'playwright-core'
import { drawn, MadeMedia } from '../server/src/testing/media.js'
import { Parley } from './parley.js'

let parley: Parley
let admin: Page
const media = new MadeMedia()

beforeAll(async () => {
  parley = await Parley.start()
  admin = await parley.agent()
})

afterAll(async () => {
  await parley.stop()
  media.remove()
  expect(parley.complaints).toEqual([])
})

const picture = () => media.file('receipt.png', ...drawn('testsrc2=size=320x200:rate=1:duration=1'), '-frames:v', '1')
const choose = (page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) =>
  page.locator('input[type=file]').setInputFiles(files)

/** Fills the limits on the demo channel's page; an empty one is as the installation has it. */
async function limit(limits: Record<string, string>): Promise<void> {
  await admin.goto(`${parley.url}/console/settings/channels`)
  await admin.getByRole('row').filter({ hasText: 'demo' }).getByRole('link').first().click()
  const fields = admin.getByRole('group', { name: 'Files of contacts' })
  for (const [label, value] of Object.entries(limits)) await fields.getByLabel(label, { exact: true }).fill(value)
  await admin.getByRole('button', { name: 'Save', exact: true }).click()
}

describe('what contacts of a channel may send', () => {
  it('is limited on its page, and a word that is no number is said beside its field', async () => {
    await limit({ Pictures: 'many' })
    await admin.getByText('A whole number from 0 to 10000, or nothing.', { exact: true }).waitFor()
    await parley.picture(admin, 'channel-limits-wrong')
    await limit({ Pictures: '0', 'Other files': '1' })
    await admin.getByText('Saved').first().waitFor()
    await parley.picture(admin, 'channel-limits-set')
  })

  it('is refused to a visitor in words, the agent beside them may still send it', async () => {
    const visitor = await parley.visitor()
    await parley.say(visitor, 'Here is the receipt')
    await choose(visitor, [picture()])
    await visitor.getByText('This kind of file cannot be sent').waitFor()
    await parley.picture(visitor, 'channel-limits-picture')
    expect(await visitor.getByRole('button', { name: 'Upload receipt.png again' }).count()).toBe(0)
    await visitor.getByRole('button', { name: 'Remove receipt.png' }).click()
    await choose(visitor, [
      { name: 'long.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1024 * 1024 + 1, 'x') },
      { name: 'short.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
    ])
    await visitor.getByText(/Too large: 1\s?MB at most/).waitFor()
    await parley.picture(visitor, 'channel-limits-size')
    await visitor.getByRole('button', { name: 'Remove long.txt' }).click()
    await visitor.locator('button[type=submit]:not([disabled])').click()
    await parley.log(visitor).getByText('short.txt').waitFor()

    await admin.goto(`${parley.url}/console/`)
    await admin.getByRole('option').first().click()
    await choose(admin, [picture()])
    await admin.locator('button[type=submit]:not([disabled])').click()
    await parley
      .log(visitor)
      .getByRole('button', { name: /^Open picture receipt\.png/ })
      .waitFor()
  })
})
