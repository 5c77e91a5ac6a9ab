import { Agent } from './agent.js'
import { Shop } from './host-page.js'
import { Parley } from './parley.js'

/** The product, from before the first test of a file until after its last. */
export let parley: Parley
/** A site of its own that embeds the chat. */
export let shop: Shop
/** One who answers, in files that `useAgent`. */
export let agent: Agent

/** What most browser tests of the chat need: the product, and a shop around it. Nothing of it complained when the last test is over. */
export function useShop(...product: Parameters<typeof Parley.start>): void {
  beforeAll(async () => {
    parley = await Parley.start(...product)
    shop = await Shop.open(parley)
  })

  afterAll(async () => {
    await shop.close()
    await parley.stop()
    expect(parley.complaints).toEqual([])
  })
}

/** After `useShop`: somebody who answers there, and has free hands before each test. */
export function useAgent(): void {
  beforeAll(async () => {
    agent = await Agent.join(parley)
  })

  afterEach(() => agent.endAll())

  afterAll(() => agent.leave())
}
