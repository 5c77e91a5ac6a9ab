import { ParleyError } from '@parley/shared/kernel/errors'

/** As long as a client waits for its answer: what comes later is asked for again anyway. */
const IN_TIME_MS = 10_000

/**
 * What others wait behind may not take for ever: after ten seconds its outcome counts as unknown.
 * @throws ParleyError `unavailable` then, else what `work` is rejected with
 */
export async function inTime<Result>(work: Promise<Result>, withinMs = IN_TIME_MS): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ParleyError('unavailable')), withinMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
