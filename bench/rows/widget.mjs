// S12: what the chat costs the page of somebody else: bytes before and after the click, long tasks with the CPU throttled 4x.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { staffOf } from '@parley/server/testing/channels'
import { startServer } from '@parley/server/testing/test-server'
import { chromium } from 'playwright-core'
import { findChromium } from '../../scripts/find-chromium.mjs'
import { table } from '../harness/document.mjs'
import { goal } from '../harness/goals.mjs'
import { spread } from '../harness/statistics.mjs'

const BUILD = join(import.meta.dirname, '../../widget/dist')
const ROUNDS = { full: 7, quick: 3 }
const CPU_SLOWDOWN = 4
/** A slow 4G: 150 ms there and back, 1.6 Mbit/s. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 }
const SETTLE_MS = 1_000
/** Where the launcher's middle is, once it is there. */
const LAUNCHER_THERE = `new Promise((tell) => {
  const look = () => {
    const button = document.querySelector('parley-widget')?.shadowRoot.querySelector('button')
    if (!button) return setTimeout(look, 20)
    const { left, top } = button.getBoundingClientRect()
    tell({ x: left + 28, y: top + 28 })
  }
  look()
})`
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking']

export const title = "On somebody else's page (S12)"
export const method = [
  'Bytes are those of the built files, gzip level 9: the loader, and what the opened chat runs (its app and the engine on the page).',
  'Long tasks are those over 50 ms on the page around, from its beginning until a message is stored, with the CPU throttled 4x; page and',
  'chat are of two sites. The time from the click until the box takes letters is with 150 ms there and back and 1.6 Mbit/s, nothing of the',
  'chat loaded but its launcher, and page and chat in one process, so that the throttling reaches both.',
]

const kilobytes = (...files) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILD, file)), { level: 9 }).length, 0) / 1_000

const sizes = () => {
  const app = readdirSync(join(BUILD, 'assets')).find((name) => /^index-.*\.js$/.test(name))
  return {
    loader: kilobytes('sdk/v1.js'),
    opened: kilobytes(`assets/${app}`, 'sdk/v1-engine.js'),
  }
}

/** A site of its own on `localhost`, where the demo channel may stand: a browser lets no faked page load from this machine. */
async function openSite({ url }) {
  const script = `<script src="${url}/sdk/v1.js" data-channel="demo" async></script>`
  const observe = `<script>tasks=[];new PerformanceObserver(l=>tasks.push(...l.getEntries().map(e=>e.duration))).observe({type:'longtask',buffered:true});sent=new Promise(y=>document.addEventListener('parley:message:sent',y))</script>`
  const body = `<!doctype html><html lang="en"><title>Host</title>${observe}<h1>A page</h1>${script}</html>`
  const site = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(body))
  await new Promise((resolve) => site.listen(0, 'localhost', resolve))
  const address = `http://localhost:${site.address().port}`
  const admin = await staffOf(url, 'demo')
  const { channels } = await admin.call('channels:listChannels', {})
  const { id: channelId, version, allowedOrigins } = channels.find(({ key }) => key === 'demo')
  const change = { allowedOrigins: [...allowedOrigins, address] }
  await admin.call('channels:updateChannel', { channelId, version, change })
  admin.socket.disconnect()
  return { address, close: () => site.close() }
}

async function hostPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  return { context, page, session: await context.newCDPSession(page) }
}

const box = (page) => page.frameLocator('parley-widget iframe').getByRole('textbox')
const launcher = (page) => page.getByRole('button', { name: /^Open chat/ })

/** Asks the page itself: Playwright's own way brings a script that takes a throttled page almost a long task. */
async function ask(session, expression) {
  const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  return result.value
}

/** The frame of the chat, found without a selector, which would run in the page. */
async function chatFrame(page) {
  const isChat = (frame) => frame.url().includes('/c/demo')
  return page.frames().find(isChat) ?? page.waitForEvent('framenavigated', isChat)
}

async function longTasks(browser, address) {
  const { context, page, session } = await hostPage(browser)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  await page.goto(address)
  const { x, y } = await ask(session, LAUNCHER_THERE)
  await page.mouse.click(x, y)
  const message = (await chatFrame(page)).getByRole('textbox')
  await message.fill('hello')
  await message.press('Enter')
  await ask(session, 'sent')
  await page.waitForTimeout(SETTLE_MS)
  const tasks = await ask(session, 'tasks')
  await context.close()
  return tasks.filter((duration) => duration > 50)
}

async function untilTyping(browser, address) {
  const { context, page, session } = await hostPage(browser)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW)
  await page.goto(address)
  await launcher(page).waitFor()
  await page.waitForLoadState('networkidle')
  const start = performance.now()
  await launcher(page).click()
  await box(page).pressSequentially('h')
  const took = performance.now() - start
  await box(page).press('Enter')
  await page.evaluate(() => globalThis.sent)
  await context.close()
  return took
}

async function inTurn(count, measure) {
  const values = []
  for (let round = 0; round < count; round += 1) values.push(await measure())
  return values
}

export async function run({ isQuick, say }) {
  const { loader, opened } = sizes()
  const goals = [
    goal({ id: 'S12', what: 'loader, kB', ...spread([loader]), floor: 6, goal: 4, better: 'less' }),
    goal({ id: 'S12', what: 'opened chat, kB of JS', ...spread([opened]), floor: 68, goal: 51, better: 'less' }),
  ]
  const executablePath = findChromium()
  if (executablePath === undefined) {
    say('no Chromium found: only the sizes are measured')
    return { goals, lines: [] }
  }
  const rounds = isQuick ? ROUNDS.quick : ROUNDS.full
  const server = await startServer({ environment: { NODE_ENV: 'development', DATA_DIR: process.env.TMPDIR } })
  const site = await openSite(server)
  const browser = await chromium.launch({ executablePath, args: FLAGS })
  const joined = await chromium.launch({ executablePath, args: [...FLAGS, '--disable-site-isolation-trials'] })
  try {
    const tasks = await inTurn(rounds, () => longTasks(browser, site.address))
    const counts = spread(tasks.map(({ length }) => length))
    goals.push(
      goal({ id: 'S12', what: 'long tasks on the page', ...counts, floor: 0, goal: 0, better: 'less', digits: 0 }),
    )
    const { median: usual, min, max } = spread(await inTurn(rounds, () => untilTyping(joined, site.address)))
    const times = [usual, min, max].map((each) => each.toFixed(0))
    return { goals, lines: table(['slow 4G', 'median', 'min', 'max'], [['click to typing, ms', ...times]]) }
  } finally {
    await browser.close()
    await joined.close()
    site.close()
    await server.stop()
  }
}
