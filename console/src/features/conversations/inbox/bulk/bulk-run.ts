import type { ErrorCode } from '@parley/shared/kernel/errors'
import { codeOf } from '../../../../ui/error-words'

/** What could not be done to one of many, and why. */
export interface Failure<Item> {
  item: Item
  code: ErrorCode
}

/** Few enough that whoever works beside it notices nothing, and a limit on requests is not met. */
const AT_ONCE = 3

/** Does the same to each of many, a few at a time; one that fails stops no other. Ends early once `isStopped` says so. */
export async function runBulk<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
  { onDone, isStopped }: { onDone: () => void; isStopped: () => boolean },
): Promise<Failure<Item>[]> {
  const failures: Failure<Item>[] = []
  const left = [...items]
  async function hand(): Promise<void> {
    for (let item = left.shift(); item !== undefined && !isStopped(); item = left.shift()) {
      try {
        await work(item)
      } catch (error) {
        failures.push({ item, code: codeOf(error) })
      }
      onDone()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
  return failures
}
