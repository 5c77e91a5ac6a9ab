import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { startServer } from '../server/src/testing/test-server.js'
import type { TestServer } from '../server/src/testing/test-server.js'

/** The built product as it starts with nothing set, in a browser: a visitor and agents side by side, each in a context of their own. */
export class Parley {
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'))
  private readonly contexts: BrowserContext[] = []
  /** What the pages said that they should not: errors, and refusals by the content policy. */
  readonly complaints: string[] = []
  private port = 0

  private constructor(
    private readonly browser: Browser,
    private server: TestServer | undefined,
    private readonly environment: Record<string, string>,
  ) {}

  /** Starts the product; without an environment of its own, with the demo. `flags` are more of the browser's. */
  static async start(environment: Record<string, string> = {}, flags: string[] = []): Promise<Parley> {
    const executablePath = process.env['CHROMIUM_PATH'] ?? ''
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
      ...flags,
    ]
    const parley = new Parley(await chromium.launch({ executablePath, args }), undefined, environment)
    await parley.startServer()
    return parley
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async startServer(): Promise<void> {
    const PORT = String(this.port)
    this.server = await startServer({
      environment: { DATA_DIR: this.folder, PORT, NODE_ENV: 'development', ...this.environment },
    })
    this.port = this.server.port
  }

  /** What the server printed for whoever makes the first account. */
  get setUpSecret(): string {
    return this.server?.listening.setUpSecret ?? ''
  }

  async killServer(): Promise<void> {
    await this.server?.kill()
  }

  /** Opens the demo channel's page as a visitor. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page({ locale: 'en-US', viewport: { width: 480, height: 760 }, ...options })
    await page.goto(`${this.url}/c/demo`)
    await this.composer(page).waitFor()
    return page
  }

  /** Signs in as one of the demo's accounts, whose password is its login. */
  async agent(login = 'demo', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
    await page.goto(`${this.url}/console/`)
    await this.signIn(page, login, login)
    await page.getByRole('tab', { name: /^(Mine|我的)/ }).waitFor()
    return page
  }

  /** Fills the form of the sign-in page, which is open. */
  async signIn(page: Page, login: string, password: string): Promise<void> {
    await page.getByLabel(/^(Account|账号)$/).fill(login)
    await page.getByLabel(/^(Password|密码)$/).fill(password)
    await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click()
  }

  /** A browser of somebody of whom nothing is known yet. */
  async stranger(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
    await page.goto(`${this.url}${path}`)
    return page
  }

  composer(page: Page) {
    return page.getByRole('textbox', { name: /^(Message|输入消息|Reply|回复)/ })
  }

  /** Writes as a person does: into the box, and Enter. */
  async say(page: Page, words: string): Promise<void> {
    await this.composer(page).fill(words)
    await this.composer(page).press('Enter')
  }

  /** The thread on a page. */
  log(page: Page) {
    return page.getByRole('log')
  }

  async stop(): Promise<void> {
    for (const context of this.contexts) await context.close()
    await this.browser.close()
    await this.server?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** A picture for people who want to look, where PARLEY_SCREENSHOTS names a folder. */
  async picture(page: Page, name: string): Promise<void> {
    const folder = process.env['PARLEY_SCREENSHOTS']
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) })
  }

  /** An empty page in a context of its own. */
  async page(options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext(options)
    this.contexts.push(context)
    const page = await context.newPage()
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.complaints.push(message.text())
    })
    return page
  }
}
