import type { Page } from 'playwright-core'
import { eventually } from '../server/src/testing/eventually.js'

/** Waits for what a page says only after a while; `waitForFunction` would take its promise for a yes. */
export const until = (page: Page, what: string, ask: () => Promise<boolean>): Promise<void> =>
  eventually(what, () => page.evaluate(ask))
