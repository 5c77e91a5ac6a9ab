/** How a figure stands to its floor and its goal. `better` says in which direction it improves. */
export function goal({ better, ...figure }) {
  const meets = (limit) => (better === 'more' ? figure.median >= limit : figure.median <= limit)
  return { ...figure, better, meetsFloor: meets(figure.floor), meetsGoal: meets(figure.goal) }
}

/** CI machines are not this machine: a gate lies a quarter beyond what is known to hold. */
const MARGIN = 0.25

/** What a gate lets through, of a cost: so much beyond the floor, or beyond what was published where that misses the floor. */
export function gateOf({ floor }, published) {
  return Math.max(floor, published ?? floor) * (1 + MARGIN)
}

/** The distance to a limit in percent of it; negative: missed by so much. */
export function distance({ median, better }, limit) {
  if (limit === 0) return median === 0 ? 'met' : `missed by ${median}`
  const ahead = Math.round(100 * (better === 'more' ? median / limit - 1 : 1 - median / limit))
  return ahead >= 0 ? `met by ${ahead} %` : `missed by ${-ahead} %`
}
