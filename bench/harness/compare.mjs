// Sides with the same people, from their start to their end.
import { runRounds } from './rounds.mjs'
import { startSide } from './sides.mjs'

/** Starts a side of each name with `people`, warms them up and measures them in rounds; stops them whatever comes. */
export async function compare(names, { people, plan, say }) {
  const sides = []
  try {
    for (const name of names) {
      const side = await startSide(name, people)
      sides.push(side)
      say(`${name}: ${side.opened}`)
    }
    for (const side of sides) await side.measure({ warmMs: 0, measureMs: plan.warmUpMs })
    return await runRounds(sides, { ...plan, say })
  } finally {
    for (const side of sides) await side.stop()
  }
}
