// Sides with the same people, from their start to their end.
import { profileSides, runRounds } from './rounds.mjs'
import { startSide } from './sides.mjs'

/**
 * Starts a side of each name with `people`, warms them up and measures them in rounds; stops them whatever comes. With
 * `isProfiled` it prints where they spend their time instead, and returns nothing.
 */
export async function compare(names, { people, plan, isProfiled, say }) {
  const sides = []
  try {
    for (const name of names) {
      const side = await startSide(name, { ...people, isProfiled })
      sides.push(side)
      say(`${name}: ${side.opened}`)
    }
    for (const side of sides) await side.measure({ warmMs: 0, measureMs: plan.warmUpMs })
    if (isProfiled) return await profileSides(sides, { say })
    return await runRounds(sides, { ...plan, say })
  } finally {
    for (const side of sides) await side.stop()
  }
}
