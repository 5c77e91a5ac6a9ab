// S13: an inbox of a thousand conversations of which fifty move each second, in Chromium with the processor throttled.
import { seedStaff } from '@parley/server/testing/seed-staff'
import { eventually } from '@parley/server/testing/eventually'
import { World } from '@parley/server/testing/world'
import { chromium } from 'playwright-core'
import { findChromium } from '../../scripts/find-chromium.mjs'
import { PlainError } from '../../scripts/run.mjs'
import { startDurableStore } from '../harness/children.mjs'
import { fixed, table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { quantile, spread } from '../harness/statistics.mjs'

const CONVERSATIONS = { full: 1_000, quick: 200 }
const MOVES_PER_SECOND = 50
const THROTTLED = 4
const ROUNDS = { full: 5, quick: 2 }
const ROUND_MS = 10_000
const WARM_UP_MS = 6_000
const CONNECT_AT_ONCE = 25
const TICK_MS = 100

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const ENVIRONMENT = {
  NODE_ENV: 'development',
  DEMO: 'on',
  MESSAGES_PER_SECOND: '100000',
  MESSAGES_BURST: '100000',
  SESSIONS_PER_MINUTE: '100000',
}

/** Contacts who have all written once. */
async function gather(world, count, say) {
  const contacts = []
  while (contacts.length < count) {
    const names = Array.from({ length: CONNECT_AT_ONCE }, (_, index) => `contact ${contacts.length + index}`)
    const some = await Promise.all(names.map((name) => world.contact(name)))
    for (const contact of some) contact.say('hello')
    await eventually('they are heard', () => some.every(({ outbox }) => outbox.all.length === 0))
    contacts.push(...some)
    if (contacts.length % 250 === 0) say(`${contacts.length} conversations`)
  }
  return contacts
}

/** Each tick some of them write, one after the other in turn. */
function talk(contacts) {
  let next = 0
  return setInterval(() => {
    for (let due = (MOVES_PER_SECOND * TICK_MS) / 1_000; due > 0; due -= 1) {
      contacts[next % contacts.length].say(`message ${next}`)
      next += 1
    }
  }, TICK_MS)
}

async function openInbox(browser, url) {
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1_280, height: 800 } })
  await page.goto(`${url}/console/`)
  await page.getByLabel('Account').fill('boss')
  await page.getByLabel('Password').fill('boss')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('tab', { name: /^All/ }).click()
  await page.getByRole('option').first().waitFor()
  return page
}

/** Holds the page to drawing as often as it can, so that a frame that comes late shows; reads down and up meanwhile. */
async function framesOf(browser, page) {
  await browser.startTracing(page, { categories: ['devtools.timeline'] })
  await page.evaluate(() => {
    globalThis.isMeasured = true
    const draw = () => globalThis.isMeasured && requestAnimationFrame(draw)
    requestAnimationFrame(draw)
  })
  await page.getByRole('listbox').hover()
  const end = Date.now() + ROUND_MS
  for (let step = 0; Date.now() < end; step += 1) {
    await page.mouse.wheel(0, step % 40 < 20 ? 240 : -240)
    await sleep(100)
  }
  await page.evaluate(() => (globalThis.isMeasured = false))
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'))
  const drawn = traceEvents
    .filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X')
    .map(({ ts }) => ts / 1_000)
    .sort((one, other) => one - other)
  return drawn.slice(1).map((at, index) => at - drawn[index])
}

async function measure({ isQuick, say }, executablePath) {
  const world = await World.start({ environment: ENVIRONMENT })
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath, args })
  let talking
  try {
    await seedStaff(world.uri, [{ login: 'boss', roles: ['supervisor'], capacity: 0 }])
    const contacts = await gather(world, isQuick ? CONVERSATIONS.quick : CONVERSATIONS.full, say)
    const page = await openInbox(browser, world.url)
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLED })
    talking = talk(contacts)
    await sleep(WARM_UP_MS)
    const rounds = []
    for (let round = 0; round < (isQuick ? ROUNDS.quick : ROUNDS.full); round += 1) {
      rounds.push(await framesOf(browser, page))
      say(`round ${round + 1} of frames`)
    }
    return rounds
  } finally {
    clearInterval(talking)
    await browser.close()
    await world.end()
  }
}

export async function run({ isQuick, say }) {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new PlainError('No Chromium found; set CHROMIUM_PATH.')
  const store = await startDurableStore()
  process.env.PARLEY_TEST_MONGODB_URI = store.uri
  try {
    return report(await measure({ isQuick, say }, executablePath))
  } finally {
    await store.stop()
  }
}

function report(rounds) {
  const sorted = rounds.map((frames) => [...frames].sort((one, other) => one - other))
  const shares = { p50: 0.5, p95: 0.95, p99: 0.99 }
  const figures = Object.entries(shares).map(([name, share]) => {
    const { median, min, max } = spread(sorted.map((frames) => quantile(frames, share)))
    return [`${name}, ms`, fixed(median, 1), fixed(min, 1), fixed(max, 1)]
  })
  const p95 = spread(sorted.map((frames) => quantile(frames, shares.p95)))
  return {
    goals: [goal({ id: 'S13', what: 'p95 frame, ms', ...p95, floor: 33, goal: 20, better: 'less', digits: 1 })],
    lines: [
      `${rounds.length} rounds of ${ROUND_MS / 1_000} s, ${rounds.flat().length} frames.`,
      '',
      ...table(['frame', 'median', 'min', 'max'], figures),
    ],
  }
}

export const title = 'A crowded inbox (S13)'
export const method = [
  `A supervisor looks at ${CONVERSATIONS.full} open conversations of as many connected visitors, of whom ${MOVES_PER_SECOND} write each second, and scrolls down and up.`,
  `Chromium is throttled to a ${THROTTLED}th of the processor; the page asks for every frame, and a frame lasts from one \`FireAnimationFrame\` of its trace`,
  'to the next. Server, store, visitors and browser share the machine.',
]
